package dev.upcall.training.fit;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.training.TrainingCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The files that the fits of one fold leave their states in, {@code <fit>-<key>.checkpoint} each,
 * replaced whole after every epoch:
 *
 * <pre>
 *   offset size  field
 *   0      8     "UPCALLF1", the format
 *   8      ...   the state, see FitStateCodec
 *   end    4     CRC-32C over all before it
 * </pre>
 *
 * A state is only found by the key of its own settings, data, seed and frozen weights; those of
 * other trainings stay where they are.
 */
public final class Checkpoints {
  private static final byte[] FORMAT = "UPCALLF1".getBytes(StandardCharsets.US_ASCII);
  private static final String SUFFIX = ".checkpoint";

  private final Optional<Path> folder;
  private final String settings;
  private final boolean finish;
  private final List<Path> found = new ArrayList<>();
  private final List<Path> begun = new ArrayList<>();

  private Checkpoints(Optional<Path> folder, String settings, boolean finish) {
    this.folder = folder;
    this.settings = settings;
    this.finish = finish;
  }

  /**
   * @param folder of this fold alone; made when the first state is written
   * @param settings all that the training's result depends on besides data and seed
   * @param finish whether a fit that has a state is taken to be over
   */
  public Checkpoints(Path folder, String settings, boolean finish) {
    this(Optional.of(folder), settings, finish);
  }

  /** Nothing is written, nothing found. */
  public static Checkpoints none() {
    return new Checkpoints(Optional.empty(), "", false);
  }

  String settings() {
    return settings;
  }

  boolean finish() {
    return finish;
  }

  /** Forgets what any earlier training of this fold left. */
  public void clear() {
    for (Path file : files("")) {
      delete(file);
    }
  }

  /** Forgets what this training has written or read. */
  public void delete() {
    found.forEach(this::delete);
    begun.forEach(this::delete);
  }

  /**
   * Forgets the fits that this training began, where it went on with others: they stand on weights
   * that may have been finished early, and nobody who goes on with those comes to them again.
   */
  public void deleteBegun() {
    if (!found.isEmpty()) {
      begun.forEach(this::delete);
    }
  }

  /**
   * The state that a fit with this key left.
   *
   * @param note hears why there is none, where something else is there
   */
  Optional<FitState> load(String fit, String key, Consumer<String> note) {
    Optional<Path> file = file(fit, key).filter(Files::isRegularFile);
    if (file.isEmpty()) {
      if (!files(fit + "-").isEmpty()) {
        note.accept(
            fit
                + " starts afresh: its checkpoints are of other settings, data or seed,"
                + " or on other frozen weights");
      }
      return Optional.empty();
    }
    found.add(file.get());
    try {
      return Optional.of(decode(Files.readAllBytes(file.get())));
    } catch (IOException | RuntimeException e) {
      note.accept(fit + " starts afresh: " + file.get() + " is damaged");
      return Optional.empty();
    }
  }

  /**
   * Replaces the state of a fit.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if the file cannot be written
   */
  void save(String fit, String key, FitState state) {
    file(fit, key).ifPresent(file -> write(file, state));
  }

  /** Where a fit's state is, if anywhere. */
  Optional<Path> file(String fit, String key) {
    return folder.map(in -> in.resolve(fit + "-" + key + SUFFIX));
  }

  private void write(Path file, FitState state) {
    try {
      AtomicFile.writeDurably(file, encode(state));
      if (!found.contains(file) && !begun.contains(file)) {
        begun.add(file);
      }
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static byte[] encode(FitState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(FORMAT);
      FitStateCodec.write(state, out);
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    }
    return bytes.toByteArray();
  }

  private static FitState decode(byte[] bytes) throws IOException {
    int end = bytes.length - Integer.BYTES;
    if (end < FORMAT.length
        || !Arrays.equals(FORMAT, Arrays.copyOf(bytes, FORMAT.length))
        || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      throw new IOException("not a checkpoint of this version, or damaged");
    }
    int length = end - FORMAT.length;
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, FORMAT.length, length))) {
      return FitStateCodec.read(in);
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  private List<Path> files(String prefix) {
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw cannotWrite(folder.get(), e);
    }
  }

  /** Deletes a file, and the folders that are empty then. */
  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      for (Path parent = folder.orElseThrow(); isEmpty(parent); parent = parent.getParent()) {
        Files.delete(parent);
      }
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static RuntimeException cannotWrite(Path file, IOException e) {
    return Diagnostic.of(TrainingCode.CANNOT_WRITE, file.getFileName())
        .at("%s", file)
        .found("%s", e)
        .toException();
  }
}
