package dev.upcall.compiler.emit;

import java.util.List;

/** A call of upcall_binary. */
public record CBinary(
    CLayerHead head,
    int operation,
    int bytes,
    int leftZeroPoint,
    int rightZeroPoint,
    int outputZeroPoint,
    int leftShiftUp,
    CFactor left,
    CFactor right,
    CFactor output,
    int min,
    int max,
    List<Integer> dims,
    List<Integer> leftStrides,
    List<Integer> rightStrides,
    String rightOperand)
    implements CLayer {}
