package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;

/**
 * Squares of pixels become channels, or channels squares of pixels: a transposition between two
 * views.
 */
final class BlockOp implements TfliteOp {
  private static final int BLOCK = 0;

  /** SPACE_TO_DEPTH and DEPTH_TO_SPACE. */
  static final BlockOp TO_DEPTH = new BlockOp(26, 19);

  static final BlockOp TO_SPACE = new BlockOp(5, 94);

  private final int code;
  private final int optionsType;

  private BlockOp(int code, int optionsType) {
    this.code = code;
    this.optionsType = optionsType;
  }

  @Override
  public OpSpec spec() {
    return OpSpec.of(code, 1, 1, optionsType, 1).constraints("input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.requireSameQuantization(input);
    Shape in = input.shape();
    int block = node.options().extent(BLOCK, 0, "block");
    boolean toDepth = code == 26;
    boolean fits =
        in.rank() == 4
            && (toDepth
                ? in.dim(1) % block == 0 && in.dim(2) % block == 0
                : in.dim(3) / block % block == 0 && in.dim(3) % block == 0);
    if (!fits) {
      throw node.unsupported("input " + in + ", block " + block, "[N,H,W,C] that blocks divide");
    }
    Shape apart =
        toDepth
            ? Shape.of(in.dim(0), in.dim(1) / block, block, in.dim(2) / block, block, in.dim(3))
            : Shape.of(in.dim(0), in.dim(1), in.dim(2), block, block, in.dim(3) / block / block);
    // Either way a pixel's row within its block changes places with the column of blocks.
    List<Integer> permutation = List.of(0, 1, 3, 2, 4, 5);
    Value view = node.view(input, apart);
    node.resultAs(
        new Shape(permutation.stream().map(apart::dim).toList()),
        output -> new Transpose(view, permutation, output, node.source()));
  }
}
