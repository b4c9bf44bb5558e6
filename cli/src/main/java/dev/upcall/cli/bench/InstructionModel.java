package dev.upcall.cli.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.compiler.board.Board;
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
  private static final String AVR = "avr";

  public InstructionModel {
    boards = new TreeMap<>(boards);
  }

  /**
   * One board.
   *
   * @param core of the board, which others have too
   * @param kernels by the name of their C function
   * @param error greatest relative error of a golden model's sum, when the model was fitted without
   *     it
   * @param codeBytes greatest code of a golden model's bare image
   */
  public record OnBoard(
      String core, SortedMap<String, Cost> kernels, double error, long codeBytes) {
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

  /**
   * What was measured on a board, or else on one with the same core: instructions are the same.
   * AVRs are alike too, but for the calls of the larger ones.
   */
  public Optional<OnBoard> on(Board board) {
    return Optional.ofNullable(boards.get(board.id()))
        .or(
            () ->
                boards.values().stream()
                    .filter(measured -> family(measured.core()).equals(family(board.cpu().core())))
                    .findFirst());
  }

  /** Code of a golden model's bare image at most, on whichever board. */
  public long mostCodeBytes() {
    return boards.values().stream().mapToLong(OnBoard::codeBytes).max().orElse(0);
  }

  private static String family(String core) {
    return core.startsWith(AVR) ? AVR : core;
  }
}
