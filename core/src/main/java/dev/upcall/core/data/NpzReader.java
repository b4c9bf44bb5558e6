package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * NumPy's zip of arrays with images and labels in it, called {@code images} and {@code labels}, or
 * {@code x} and {@code y}, or {@code x_train} and {@code y_train}. Nothing is unpacked to disk;
 * archives whose entries would leave their folder are refused all the same, since no honest tool
 * writes them.
 */
final class NpzReader implements SampleReader {
  private static final List<List<String>> PAIRS =
      List.of(List.of("images", "labels"), List.of("x", "y"), List.of("x_train", "y_train"));

  @Override
  public void read(Path path, SampleSpec spec, DataLimits limits, Dataset.Builder into) {
    String name = String.valueOf(path.getFileName());
    try (ZipFile zip = new ZipFile(path.toFile())) {
      List<String> entries = zip.stream().map(ZipEntry::getName).toList();
      entries.forEach(entry -> requireHarmless(entry, name));
      List<String> pair =
          PAIRS.stream()
              .filter(names -> names.stream().allMatch(part -> entries.contains(part + ".npy")))
              .findFirst()
              .orElseThrow(() -> noPair(name, entries));
      try (DataFile images = open(zip, pair.get(0), name, limits);
          DataFile labels = open(zip, pair.get(1), name, limits)) {
        NpyReader.read(new NpyArray(images, limits), new NpyArray(labels, limits), spec, into);
      }
    } catch (IOException e) {
      throw Diagnostic.of(DataCode.MALFORMED, name, "NPZ")
          .at("%s", path)
          .found("%s", e.getMessage())
          .fix("fetch the file again")
          .toException();
    }
  }

  private static DataFile open(ZipFile zip, String array, String name, DataLimits limits)
      throws IOException {
    ZipEntry entry = zip.getEntry(array + ".npy");
    return new DataFile(
        name + "/" + array, new BufferedInputStream(zip.getInputStream(entry)), limits);
  }

  /** Refuses the name of an entry that would leave the folder an archive is unpacked in. */
  static void requireHarmless(String entry, String name) {
    if (entry.startsWith("/") || entry.contains("\\") || List.of(entry.split("/")).contains("..")) {
      throw Diagnostic.of(DataCode.UNSAFE, name)
          .at("%s", name)
          .found("entry \"%s\", which leaves the archive", entry)
          .need("entries within the archive")
          .toException();
    }
  }

  private static UpcallException noPair(String name, List<String> entries) {
    return Diagnostic.of(DataCode.MALFORMED, name, "labelled NPZ")
        .at("%s", name)
        .found("arrays %s", entries.stream().limit(20).toList())
        .need("images and labels, x and y, or x_train and y_train")
        .fix("np.savez_compressed(path, images=x, labels=y)")
        .toException();
  }
}
