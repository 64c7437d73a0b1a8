"""Pure functions from a view of the ledger to what people and programs read: matrix, timeline, tree, sentence, page, export."""
