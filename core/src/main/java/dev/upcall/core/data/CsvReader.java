package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * One sample per line: raw values separated by commas in the order [H,W,C], the label last, as a
 * class's index or its name. A first line that starts with a letter or a quote is a header.
 */
final class CsvReader implements SampleReader {
  private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,9}");

  /** Longest cell that could be a class name. */
  private static final int MAX_CELL = 256;

  @Override
  public void read(Path path, SampleSpec spec, DataLimits limits, Dataset.Builder into) {
    try (DataFile file = DataFile.open(path, limits)) {
      new Parser(file, spec, into).parse();
    }
  }

  /** Reads byte by byte, so that a line without end costs no memory. */
  private static final class Parser {
    private final DataFile file;
    private final SampleSpec spec;
    private final SampleCheck check;
    private final Dataset.Builder into;
    private final StringBuilder cell = new StringBuilder();
    private byte[] row;
    private int column;
    private int line = 1;

    Parser(DataFile file, SampleSpec spec, Dataset.Builder into) {
      this.file = file;
      this.spec = spec;
      this.check = new SampleCheck(spec, file.name());
      this.into = into;
      this.row = new byte[spec.size()];
    }

    void parse() {
      int c = file.next();
      if (Character.isLetter(c) || c == '"' || c == '#') {
        skipHeader(c);
        c = file.next();
      }
      for (; c >= 0; c = file.next()) {
        if (c == '\n') {
          endLine();
          line++;
        } else if (c == ',') {
          value();
        } else if (c != '\r') {
          append((char) c);
        }
      }
      endLine();
    }

    /** A sample whose first value is not a number must not pass for a header. */
    private void skipHeader(int first) {
      String start = "";
      for (int c = first; c >= 0 && c != '\n'; c = file.next()) {
        if (c == ',' && first != '#') {
          String name = take();
          start = start.isEmpty() ? name : start;
          if (INTEGER.matcher(name).matches()) {
            throw Diagnostic.of(DataCode.VALUE, file.name())
                .at("%s", at())
                .found("\"%s\" before numbers", start)
                .need("a whole number, or a header without numbers among its names")
                .toException();
          }
        } else if (cell.length() < MAX_CELL) {
          cell.append((char) c);
        }
      }
      cell.setLength(0);
      line++;
    }

    private void append(char c) {
      if (cell.length() == MAX_CELL) {
        throw Diagnostic.of(DataCode.MALFORMED, file.name(), "CSV")
            .at("%s", at())
            .found("a cell of more than %d characters", MAX_CELL)
            .toException();
      }
      cell.append(c);
    }

    private void value() {
      if (column == spec.size()) {
        throw ragged("more than " + (column + 1) + " columns");
      }
      row[column] = check.value(integer(take()), at());
      column++;
    }

    private void endLine() {
      String last = take();
      if (column == 0 && last.isEmpty()) {
        return;
      }
      if (column < spec.size()) {
        throw ragged((column + 1) + " columns");
      }
      int named = spec.classes().indexOf(last);
      into.add(row, named >= 0 ? named : check.label(integer(last), at()));
      row = new byte[spec.size()];
      column = 0;
    }

    private String take() {
      String text = cell.toString().strip();
      cell.setLength(0);
      return text;
    }

    private int integer(String text) {
      if (!INTEGER.matcher(text).matches()) {
        throw Diagnostic.of(DataCode.VALUE, file.name())
            .at("%s", at())
            .found("\"%s\"", text)
            .need(column < spec.size() ? "a whole number" : "a class of ensemble.yaml or its index")
            .toException();
      }
      return Integer.parseInt(text);
    }

    private RuntimeException ragged(String found) {
      return Diagnostic.of(DataCode.SHAPE, file.name())
          .at("%s", at())
          .found("%s", found)
          .need("%d values (input.shape %s) and a label", spec.size(), spec.shape())
          .toException();
    }

    private String at() {
      return file.name() + ":" + line + ", column " + (column + 1);
    }
  }
}
