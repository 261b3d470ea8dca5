"""The least time of a map: vector operations counted, at the rate of multiply-adds measured in the same run.

Every operation below takes a place of the units that multiply and add (a division more than one, which is not counted);
loads, stores, permutations and everything that runs beside them are taken as free.

A pixel and query costs K multiply-adds of the product and a sigmoid. Its power of two takes ten operations: two to round,
one to take off, five multiply-adds of the polynomial, two to set the exponent. Two sigmoids then take 1 + a and 1 + b, a
product, a division and two products. Where `rows` output rows lie between the same two of the mask, a power of two is a
geometric sequence down them: two powers and the multiplications between, which is less than a power each. A logit resized
along the row costs a multiplication and a multiply-add a mask row, a difference, and a multiply-add down.
"""

POWER = 10


def sigmoid_operations(rows):
    """Of one pixel and query, where `rows` output rows lie between two mask rows; 0 stands for no resizing at all."""
    squash = (2 + 1 + 1 + 2) / 2
    if rows == 0:
        return 1 + POWER + squash
    powers = min(rows, 2) * POWER + max(0, rows - 1) if rows > 2 else rows * POWER
    down = 1 + min(rows, 2)
    return (2 + down + powers) / rows + squash


def mask_floor(queries, mask, size, columns, rates):
    """Seconds, by the arithmetic and by the bytes of the logits, whichever is more."""
    multiply_adds, lanes, bytes_read = rates
    rows = 0 if mask == size else size[0] // mask[0]
    operations = size[0] * size[1] * queries * (columns + sigmoid_operations(rows)) / lanes
    return max(operations / multiply_adds, queries * mask[0] * mask[1] * 4 / bytes_read)


def dense_floor(shape, concepts, rates):
    """Seconds of the products alone, with the norms, or of reading, whichever is more."""
    multiply_adds, lanes, bytes_read = rates
    height, width, dimension = shape
    operations = height * width * dimension * (concepts + 1) / lanes
    return max(operations / multiply_adds, height * width * dimension * 4 / bytes_read)
