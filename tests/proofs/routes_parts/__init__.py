"""Parts of the proof 'routes': the explored rules, an obvious judge, and routes made for it."""
