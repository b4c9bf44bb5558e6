package dev.upcall.cli.bench;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.MemoryRequest;
import dev.upcall.compiler.kernel.Objective;
import java.util.List;
import java.util.function.UnaryOperator;

/** How a golden model is compiled to be measured. */
enum Variant {
  BALANCED("", request -> request),
  /** Channels that are the same for every input are computed all the same. */
  ALL_CHANNELS(".allChannels", CompileRequest::withConstantChannels),
  /** Weights and scratch may be large. */
  SPEED(".speed", request -> request.with(Objective.SPEED)),
  /** Weights are compressed in flash. */
  PACKED(".packed", request -> request.with(MemoryRequest.STANDARD.withPackedWeights())),
  SIZE(".size", request -> request.with(Objective.SIZE)),
  /** Layers that need much are computed row by row. */
  RAM(".ram", request -> request.with(Objective.RAM)),
  /** The input comes row by row. */
  ROW_FED(".rowFed", request -> request.with(MemoryRequest.STANDARD.byRows()));

  /** The board and the model that most others are measured on. */
  private static final String BOARD = "mps2-an386";

  private static final String DEAD = "vww";

  /** What reads images from a camera. */
  private static final List<String> IMAGES = List.of("ic", "vww");

  /** One whose weights are as good as random, and one that has small ones. */
  private static final List<String> PACKED_MODELS = List.of("kws", "ad");

  /** One that counts leading zeros in an instruction, one that does not, and one by Zbb. */
  private static final List<String> PACKED_BOARDS = List.of(BOARD, "riscv-virt", "riscv-virt-zb");

  private final String suffix;
  private final UnaryOperator<CompileRequest> options;

  Variant(String suffix, UnaryOperator<CompileRequest> options) {
    this.suffix = suffix;
    this.options = options;
  }

  /** What the model's name in rows ends in. */
  String suffix() {
    return suffix;
  }

  CompileRequest of(CompileRequest request) {
    return options.apply(request);
  }

  /** Whether there are rows of it; only a model with constant channels shows what they cost. */
  boolean isMeasured(String board, String model) {
    return switch (this) {
      case BALANCED -> true;
      case ALL_CHANNELS -> board.equals(BOARD) && model.equals(DEAD);
      case SPEED, SIZE, RAM -> board.equals(BOARD);
      case PACKED -> PACKED_BOARDS.contains(board) && PACKED_MODELS.contains(model);
      case ROW_FED -> board.equals(BOARD) && IMAGES.contains(model);
    };
  }
}
