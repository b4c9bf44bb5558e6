package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Nearest;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Recordings, a WAV file each: one file, a folder of them, or a zip. The class is what the folder
 * that a file lies in is called, or else what its name begins with, up to the first {@code _}: a
 * class or its index. Files are read by name, so that the order does not depend on where they lie.
 * Names end in any case, as recorders write {@code A.WAV}.
 */
final class WavReader implements SampleReader {
  /** A recording of minutes; what is kept of it is a sample. */
  private static final DataLimits RECORDING = new DataLimits(1 << 25, 1);

  private static final String COMPRESSED = ".gz";

  @Override
  public void read(Path path, SampleSpec spec, DataLimits limits, Dataset.Builder into) {
    Wanted wanted = new Wanted(spec);
    try {
      if (Files.isDirectory(path)) {
        folder(path, wanted, into);
      } else if (ends(name(path), ".zip")) {
        zip(path, wanted, limits, into);
      } else if (wanted.isNamed(withoutEnd(path))) {
        wanted.add(path.toAbsolutePath(), DataFile.open(path, RECORDING), into);
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    } catch (UncheckedIOException e) {
      throw unreadable(path, e.getCause()); // of a folder in the folder
    }
  }

  private static UpcallException unreadable(Path path, IOException e) {
    return Diagnostic.of(DataCode.UNREADABLE, name(path))
        .at("%s", path)
        .found("%s", e)
        .fix("fetch the file again")
        .toException();
  }

  private static void folder(Path path, Wanted wanted, Dataset.Builder into) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(path)) {
      files = walk.filter(Files::isRegularFile).filter(wanted::matches).sorted().toList();
    }
    for (Path file : files) {
      wanted.add(file.toAbsolutePath(), DataFile.open(file, RECORDING), into);
    }
  }

  private static void zip(Path path, Wanted wanted, DataLimits limits, Dataset.Builder into)
      throws IOException {
    long read = 0;
    try (ZipFile zip = new ZipFile(path.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream().sorted(Comparator.comparing(ZipEntry::getName)).toList();
      for (ZipEntry entry : entries) {
        NpzReader.requireHarmless(entry.getName(), name(path));
        Path place = place(entry.getName(), path);
        if (!entry.isDirectory() && wanted.matches(place)) {
          BufferedInputStream in = new BufferedInputStream(zip.getInputStream(entry));
          DataFile file = new DataFile(entry.getName(), in, RECORDING);
          wanted.add(place, file, into);
          // Of each a sample is kept, but all of it is decompressed.
          read += file.position();
          if (read > limits.bytes()) {
            throw Diagnostic.of(DataCode.TOO_LARGE, name(path))
                .at("%s, entry \"%s\"", path, entry.getName())
                .need("at most %d bytes after decompression", limits.bytes())
                .fix("split the file in several and list them under data.source")
                .toException();
          }
        }
      }
    }
  }

  private static Path place(String entry, Path zip) {
    try {
      return Path.of(entry);
    } catch (InvalidPathException e) {
      throw Diagnostic.of(DataCode.UNSAFE, name(zip))
          .at("%s", zip)
          .found("an entry whose name is no path: %s", e.getReason())
          .need("entries that are called as files are")
          .toException();
    }
  }

  private static boolean ends(String name, String ending) {
    return name.toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /** The path that is meant where a file is compressed on its own. */
  private static Path withoutEnd(Path path) {
    String name = name(path);
    return ends(name, COMPRESSED)
        ? path.resolveSibling(name.substring(0, name.length() - COMPRESSED.length()))
        : path;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Which recordings are read, and of which class each is. */
  private static final class Wanted {
    private final SampleSpec spec;
    private final Optional<PathMatcher> names;

    Wanted(SampleSpec spec) {
      this.spec = spec;
      this.names =
          spec.entries().map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob));
    }

    /** Other files than recordings, such as a licence, may lie among them. */
    boolean matches(Path path) {
      Path name = path.getFileName();
      return name != null
          && ends(name.toString(), ".wav")
          && !name.toString().startsWith(".")
          && isNamed(path);
    }

    boolean isNamed(Path path) {
      return names.map(matcher -> matcher.matches(path.getFileName())).orElse(true);
    }

    void add(Path path, DataFile content, Dataset.Builder into) {
      try (DataFile file = content) {
        int label = label(path);
        byte[] samples = WavFile.samples(file, spec.audio().orElseThrow().rate());
        into.add(WavFile.fitted(samples, spec.size()), label);
      }
    }

    private int label(Path path) {
      List<String> classes = spec.classes();
      String folder = path.getParent() == null ? "" : name(path.getParent());
      if (classes.contains(folder)) {
        return classes.indexOf(folder);
      }
      String first = name(path).replaceFirst("[_.].*", "");
      if (classes.contains(first)) {
        return classes.indexOf(first);
      }
      if (first.matches("\\d{1,3}") && Integer.parseInt(first) < classes.size()) {
        return Integer.parseInt(first);
      }
      Diagnostic unknown =
          Diagnostic.of(DataCode.LABEL, name(path))
              .at("%s", path)
              .found("neither folder \"%s\" nor \"%s\" is a class", folder, first)
              .need("one of %s, or an index", String.join(", ", classes))
              .fix("leave others out with data.entries, a pattern of file names");
      throw Nearest.suggest(unknown, first, classes).toException();
    }
  }
}
