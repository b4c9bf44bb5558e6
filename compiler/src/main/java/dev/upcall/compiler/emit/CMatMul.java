package dev.upcall.compiler.emit;

import java.util.List;

/**
 * A call of upcall_mat_mul.
 *
 * @param batches two axes of products
 * @param rightOperand expression of the right matrices
 */
public record CMatMul(
    CLayerHead head,
    int bytes,
    int rows,
    int depth,
    int columns,
    List<Integer> batches,
    List<Integer> leftStrides,
    List<Integer> rightStrides,
    int leftZeroPoint,
    int rightZeroPoint,
    int outputZeroPoint,
    CFactor factor,
    String rightOperand)
    implements CLayer {}
