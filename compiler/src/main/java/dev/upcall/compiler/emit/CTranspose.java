package dev.upcall.compiler.emit;

import java.util.List;

/** A call of upcall_transpose; four axes each. */
public record CTranspose(CLayerHead head, List<Integer> dims, List<Integer> strides)
    implements CLayer {}
