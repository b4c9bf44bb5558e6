package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The file formats of data, by the id a manifest calls them by, and how their files look. */
public enum DataFormat {
  CSV("csv", "csv|data|tes|tra", new CsvReader()),
  IDX("idx", "idx\\d|ubyte", new IdxReader()),
  NPY("npy", "npy", new NpyReader()),
  NPZ("npz", "npz", new NpzReader()),
  CIFAR("cifar", "bin", new CifarReader()),
  JPEG_PACK("jpk", "jpk", new JpegPackReader()),
  WAV("wav", "wav|zip", new WavReader()),
  FOLDER("folder", "/", new FolderReader());

  private final String id;

  /** Matches the names of files in this format; a folder's slash is in no file's name. */
  private final Pattern file;

  private final SampleReader reader;

  DataFormat(String id, String endings, SampleReader reader) {
    this.id = id;
    this.file = Pattern.compile(".*[.-](" + endings + ")(\\.gz)?");
    this.reader = reader;
  }

  public String id() {
    return id;
  }

  SampleReader reader() {
    return reader;
  }

  /** The format of that id, as {@code data.format} in a manifest gives it. */
  public static DataFormat ofId(String id) {
    List<String> ids = Arrays.stream(values()).map(DataFormat::id).toList();
    return Arrays.stream(values())
        .filter(format -> format.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Nearest.suggest(
                        Diagnostic.of(DataCode.FORMAT, id)
                            .at("data.format")
                            .need("one of %s", String.join(", ", ids)),
                        id,
                        ids)
                    .toException());
  }

  /** The format that a path tells: a folder's, or by the end of a file's name. */
  public static DataFormat of(Path path) {
    if (Files.isDirectory(path)) {
      return FOLDER;
    }
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.file.matcher(name).matches())
        .findFirst()
        .orElseThrow(
            () ->
                Diagnostic.of(DataCode.FORMAT, name)
                    .at("%s", path)
                    .fix("write data.format: csv, idx, ... in ensemble.yaml")
                    .toException());
  }
}
