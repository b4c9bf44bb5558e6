package dev.upcall.cli.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Instructions a layer will take, before anything is built: for each board and kernel a number per
 * multiply-accumulate and a number per output element, fitted to what {@code upcall bench kernels
 * --fit} measured. Kept as the resource {@code instructions.json}.
 *
 * @param boards by id
 */
public record InstructionModel(SortedMap<String, OnBoard> boards) {
  /** Runs the instructions that were measured on the larger one, which has room for more models. */
  private static final String SMALLER_AVR = "atmega328p";

  public InstructionModel {
    boards = new TreeMap<>(boards);
  }

  /**
   * One board.
   *
   * @param kernels by the name of their C function
   * @param error greatest relative error of a golden model's sum, when the model was fitted without
   *     it
   * @param codeBytes greatest code of a golden model's bare image
   */
  public record OnBoard(SortedMap<String, Cost> kernels, double error, long codeBytes) {
    public OnBoard {
      kernels = new TreeMap<>(kernels);
    }

    /**
     * Instructions of a layer. A kernel that was never measured counts as the dearest of those that
     * multiply nothing; empty if it multiplies.
     */
    public Optional<Double> instructions(String kernel, long macs, long outputs) {
      Optional<Cost> cost = Optional.ofNullable(kernels.get(kernel));
      return (macs > 0 ? cost : cost.or(this::dearest)).map(one -> one.of(macs, outputs));
    }

    private Optional<Cost> dearest() {
      return kernels.values().stream()
          .filter(cost -> cost.perMac() == 0)
          .max(Comparator.comparingDouble(Cost::perOutput));
    }
  }

  /** What a kernel takes. */
  public record Cost(double perMac, double perOutput) {
    double of(long macs, long outputs) {
      return perMac * macs + perOutput * outputs;
    }
  }

  public static InstructionModel read() {
    try (InputStream in = InstructionModel.class.getResourceAsStream("instructions.json")) {
      return new ObjectMapper().readValue(in, new TypeReference<InstructionModel>() {});
    } catch (IOException e) {
      throw new UncheckedIOException("instructions.json", e);
    }
  }

  public Optional<OnBoard> on(String board) {
    return Optional.ofNullable(boards.get(board.equals(SMALLER_AVR) ? SmallModel.BOARD : board));
  }
}
