package dev.upcall.training.export;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.ModelProto;
import dev.upcall.core.onnx.TensorProto;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.Convolution;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.onnx.OnnxWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads back a member from the file that training wrote: its layers' weights, whose batch
 * normalisation is folded into them there, so that they export to the same bits.
 */
public final class MemberFile {
  private static final String NORMALIZED = ".gamma";

  private final Path file;
  private final String member;
  private final Map<String, float[]> constants = new HashMap<>();

  private MemberFile(Path file, String member) {
    this.file = file;
    this.member = member;
  }

  /**
   * The weights of a member.
   *
   * @param declared the member's own, which say what the file must have
   * @throws dev.upcall.core.diagnostic.UpcallException if it cannot be read or is of another
   *     network
   */
  public static Snapshot read(Path file, String member, Snapshot declared) {
    MemberFile read = new MemberFile(file, member);
    for (TensorProto tensor : read.graph().getInitializerList()) {
      read.constants.put(tensor.getName(), OnnxWeights.values(tensor));
    }
    return declared.names().stream()
        .filter(name -> name.endsWith(NORMALIZED))
        .map(name -> name.substring(0, name.length() - NORMALIZED.length()))
        .map(path -> read.layer(path, declared))
        .reduce(new Snapshot(Map.of()), Snapshot::with);
  }

  private GraphProto graph() {
    try {
      return ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
    } catch (NoSuchFileException e) {
      throw unusable("no such file");
    } catch (IOException e) {
      throw unusable(String.valueOf(e.getMessage()));
    }
  }

  private Snapshot layer(String path, Snapshot declared) {
    return Convolution.unfolded(
        path,
        constant(path + ".weight", declared.values(path + ".weight").length),
        constant(path + ".bias", declared.values(path + ".beta").length));
  }

  private float[] constant(String name, int length) {
    float[] values = constants.get(name);
    if (values == null || values.length != length) {
      throw unusable(
          values == null
              ? "no constant \"" + name + "\""
              : "%d values of \"%s\"".formatted(values.length, name));
    }
    return values;
  }

  private RuntimeException unusable(String found) {
    return Diagnostic.of(TrainingCode.CANNOT_READ, file.getFileName())
        .at("%s", file)
        .found("%s", found)
        .need("member \"%s\" as it was trained, of the architecture in the settings", member)
        .fix("train it first: upcall train <project> --method single --member %s", member)
        .toException();
  }
}
