package dev.upcall.tests.project;

import com.google.protobuf.ByteString;
import dev.upcall.core.onnx.ModelProto;
import dev.upcall.core.onnx.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes one thing wrong in a {@link SyntheticProject}'s folder. */
@FunctionalInterface
public interface Spoiler {
  void spoil(Path project);

  default Spoiler and(Spoiler next) {
    return project -> {
      spoil(project);
      next.spoil(project);
    };
  }

  /** Replaces a text of the manifest, which has to occur in it. */
  static Spoiler manifest(String text, String replacement) {
    return file("ensemble.yaml", all -> all.replace(text, replacement));
  }

  /** Edits a text file; an edit that changes nothing is a mistake of the test. */
  static Spoiler file(String path, UnaryOperator<String> edit) {
    return project ->
        edit(
            project.resolve(path),
            bytes -> {
              String before = new String(bytes, StandardCharsets.UTF_8);
              String after = edit.apply(before);
              if (after.equals(before)) {
                throw new IllegalArgumentException("nothing to spoil in " + path);
              }
              return after.getBytes(StandardCharsets.UTF_8);
            });
  }

  /** Edits a member's model. */
  static Spoiler model(String member, Consumer<ModelProto.Builder> edit) {
    return project ->
        edit(
            project.resolve("members/" + member + ".onnx"),
            bytes -> {
              try {
                ModelProto.Builder model = ModelProto.parseFrom(bytes).toBuilder();
                edit.accept(model);
                return model.build().toByteArray();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** Replaces the first element of a member's initializer. */
  static Spoiler weight(String member, String tensor, float value) {
    return model(
        member,
        model -> {
          TensorProto.Builder weights =
              model.getGraphBuilder().getInitializerBuilderList().stream()
                  .filter(w -> w.getName().equals(tensor))
                  .findFirst()
                  .orElseThrow();
          byte[] raw = weights.getRawData().toByteArray();
          ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, value);
          weights.setRawData(ByteString.copyFrom(raw));
        });
  }

  static Spoiler truncate(String path, int bytes) {
    return project -> edit(project.resolve(path), all -> Arrays.copyOf(all, bytes));
  }

  static Spoiler delete(String path) {
    return project -> {
      try {
        Files.delete(project.resolve(path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Puts a policy of the user's own, with the one parameter theta, behind the first stage. */
  static Spoiler policy(String source) {
    return manifest("{use: Threshold, on: maxProbability, theta", "{use: Mine.java, theta")
        .and(
            project -> {
              try {
                Files.writeString(project.resolve("Mine.java"), source);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static void edit(Path file, UnaryOperator<byte[]> edit) {
    try {
      Files.write(file, edit.apply(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
