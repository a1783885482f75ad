"""Two assessments side by side: what changed, and because of what."""
