package dev.upcall.compiler.emit;

/**
 * A call of upcall_mul_short: [rows, count] times the same, or times [count].
 *
 * @param right expression of type const int8_t *
 * @param leftZeroPoint of the operand that has all rows
 * @param rightStep count, or 0 where each row is multiplied by the same
 * @param swapped 1: the right operand has all rows
 */
public record CMulShort(
    CLayerHead head,
    String right,
    int leftZeroPoint,
    int rightZeroPoint,
    CRounding rounding,
    int rows,
    int count,
    int rightStep,
    int swapped)
    implements CLayer {}
