"""A framework changes: revisions compared, assessments carried over, tailoring for one organization."""
