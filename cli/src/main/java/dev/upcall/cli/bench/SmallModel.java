package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A model for a board that the golden ones have no room on, all of them for handwritten digits.
 * Inputs are made up; right is what the integer reference computes.
 *
 * @param path of a model, or of a project whose device has one stage; relative to the repository
 */
record SmallModel(String name, String path, int inputBytes) implements BenchModel {
  /** Where they are measured. */
  static final String BOARD = "atmega2560";

  static final List<SmallModel> ALL =
      List.of(
          tinyMaix("mnist_valid_q"),
          tinyMaix("mnist_dw_q"),
          new SmallModel("digits_small", "examples/digits", 8 * 8));

  private static final int INPUTS = 5;
  private static final int CLASSES = 10;
  private static final long SEED = 7;

  /** One of TinyMaix's examples. */
  private static SmallModel tinyMaix(String name) {
    return new SmallModel(name, "../shared/models/tinymaix/" + name + ".tflite", 28 * 28);
  }

  @Override
  public Path model() {
    return Home.path(path);
  }

  @Override
  public int outputBytes() {
    return CLASSES;
  }

  @Override
  public boolean isPresent() {
    return Files.exists(model());
  }

  @Override
  public String missing() {
    return "%s: no %s beside the repository".formatted(name, model());
  }

  @Override
  public List<byte[]> inputs() {
    Random random = new Random(SEED);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = new byte[inputBytes];
      random.nextBytes(input);
      inputs.add(input);
    }
    return inputs;
  }

  @Override
  public List<byte[]> outputs() {
    CompileRequest request =
        CompileRequest.of(model(), BOARD, Home.path("firmware-out").resolve("bench"));
    QuantGraph network = new Compiler(new BoardCatalogue()).int8(request).members().get(0).model();
    Interpreter interpreter = new Interpreter();
    return inputs().stream().map(input -> interpreter.run(network, input)).toList();
  }
}
