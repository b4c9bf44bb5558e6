package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.kernel.RiceCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compresses a layer's weights.
 *
 * @param word of the arena at which they begin when they are decoded
 */
record PackedLayer(Layer layer, int word) {
  Layer make() {
    CArray values = PackedWeights.values(layer).orElseThrow();
    byte[] bytes = PackedWeights.bytes(values);
    String packed = layer.c().head().weights() + "_packed";
    List<CArray> arrays = new ArrayList<>(layer.arrays());
    arrays.set(
        arrays.indexOf(values),
        new CArray(packed, ConstantData.ofRaw(DType.UINT8, RiceCode.of(bytes).pack(bytes))));
    List<String> headers = new ArrayList<>(layer.headers());
    headers.add("upcall_unpack.h");
    String function = layer.c().head().function();
    CUnpack unpack =
        new CUnpack(
            function.replaceFirst("unpacked", "layer"),
            function,
            values.name(),
            CTypes.of(values.data().dtype()),
            packed,
            bytes.length,
            "(int32_t *)upcall_arena_words + " + word);
    return new Layer(layer.c(), arrays, headers, Optional.of(unpack));
  }
}
