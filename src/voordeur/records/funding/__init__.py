"""What is remembered of funding: mixes, their shares, the consents of owners and plans for many."""
