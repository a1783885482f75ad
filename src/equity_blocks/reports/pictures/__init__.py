"""Pictures, one file each: the data of a picture, and the table that says the same where nothing can be drawn."""
