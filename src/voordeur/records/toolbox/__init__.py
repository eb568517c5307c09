"""What is remembered of the toolbox: answers about a person, and why nothing was used."""
