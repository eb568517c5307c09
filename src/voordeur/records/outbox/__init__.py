"""What must leave the house after a commit: mails and notices, with retries."""
