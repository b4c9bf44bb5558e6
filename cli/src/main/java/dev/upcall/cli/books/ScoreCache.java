package dev.upcall.cli.books;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.file.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A network's scores of samples, kept by the bytes of its image and of the samples. */
record ScoreCache(NativeNetwork network) {
  private static final String FOLDER = "firmware-out/scores";

  List<Scores> of(List<byte[]> inputs) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      all.writeBytes(Files.readAllBytes(network.program()));
      inputs.forEach(all::writeBytes);
      Path file = Home.path(FOLDER).resolve(hex(all.toByteArray()));
      if (Files.exists(file)) {
        return split(Files.readAllBytes(file), inputs.size());
      }
      List<Scores> scores = network.scores(inputs);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      scores.forEach(one -> bytes.writeBytes(one.logits()));
      Files.createDirectories(file.getParent());
      AtomicFile.write(file, bytes.toByteArray());
      return scores;
    } catch (IOException e) {
      throw new UncheckedIOException(FOLDER, e);
    }
  }

  private List<Scores> split(byte[] bytes, int count) {
    int classes = bytes.length / count;
    List<Scores> scores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scores.add(network.scores(Arrays.copyOfRange(bytes, i * classes, (i + 1) * classes)));
    }
    return scores;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.of(bytes), 0, 16);
  }
}
