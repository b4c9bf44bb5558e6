package dev.upcall.cli.bench.conformance;

import dev.upcall.cli.bench.conformance.ConformanceCase.DataSet;
import dev.upcall.compiler.onnx.TensorFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The archive of tests, read in place:
 *
 * <pre>
 * SUITE/TEST/model.onnx
 * SUITE/TEST/test_data_set_K/input_N.pb  output_N.pb
 * </pre>
 */
public final class ConformanceArchive {
  private static final String MODEL = "/model.onnx";

  private final Path file;

  public ConformanceArchive(Path file) {
    this.file = file;
  }

  /** All tests, in the order of their names. */
  public List<ConformanceCase> read() {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(MODEL))
              .map(name -> name.substring(0, name.length() - MODEL.length()))
              .sorted()
              .toList();
      List<ConformanceCase> cases = new ArrayList<>();
      for (String name : names) {
        byte[] model = bytes(zip, name + MODEL).orElseThrow();
        cases.add(new ConformanceCase(name, model, dataSets(zip, name)));
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<DataSet> dataSets(ZipFile zip, String name) throws IOException {
    List<DataSet> sets = new ArrayList<>();
    while (true) {
      String folder = name + "/test_data_set_" + sets.size() + "/";
      List<TensorFile> outputs = tensors(zip, folder + "output_");
      if (outputs.isEmpty()) {
        return sets;
      }
      sets.add(new DataSet(tensors(zip, folder + "input_"), outputs));
    }
  }

  private static List<TensorFile> tensors(ZipFile zip, String prefix) throws IOException {
    List<TensorFile> tensors = new ArrayList<>();
    Optional<byte[]> bytes = bytes(zip, prefix + "0.pb");
    while (bytes.isPresent()) {
      tensors.add(TensorFile.parse(prefix + tensors.size() + ".pb", bytes.get()));
      bytes = bytes(zip, prefix + tensors.size() + ".pb");
    }
    return tensors;
  }

  private static Optional<byte[]> bytes(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    return entry == null ? Optional.empty() : Optional.of(zip.getInputStream(entry).readAllBytes());
  }
}
