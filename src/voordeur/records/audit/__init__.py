"""The one chained log of acts and views. Only services.audit may read or write this."""
