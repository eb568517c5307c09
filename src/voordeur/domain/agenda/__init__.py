"""Agenda and yearly plan: the matrix, what lacks, what is counted, what needs a decision."""
