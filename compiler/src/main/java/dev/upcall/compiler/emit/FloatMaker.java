package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.op.Op;

/** Makes the C of one kind of operator in a float graph. */
@FunctionalInterface
interface FloatMaker<O extends Op> {
  Layer make(O op, LayerDraft draft);
}
