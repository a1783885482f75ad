"""From a score to a plan: choice, order, calendar, reasons, what if."""
