"""Several people's answers: agreement, contested practices, files merged into one."""
