package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One sample per line: raw values separated by commas in the order [H,W,C], the label last, as a
 * class's index or its name. A first line that starts with a letter or a quote is a header.
 *
 * <p>A header with a column called {@code label} behind the values may have others beside it, which
 * are skipped but for one called {@code answer}: what the label is where it was left empty. That is
 * what {@code upcall harvest} writes, for a person to correct.
 */
final class CsvReader implements SampleReader {
  private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,9}");

  /** Longest cell that could be a class name. */
  private static final int MAX_CELL = 256;

  /** Most columns behind the values. */
  private static final int MAX_MORE = 400;

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

    /** Of a line; the label is the last one, unless the header says where it is. */
    private int columns;

    private int labelColumn;
    private int answerColumn = -1;
    private String label = "";
    private String answer = "";

    Parser(DataFile file, SampleSpec spec, Dataset.Builder into) {
      this.file = file;
      this.spec = spec;
      this.check = new SampleCheck(spec, file.name());
      this.into = into;
      this.row = new byte[spec.size()];
      this.columns = spec.size() + 1;
      this.labelColumn = spec.size();
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
      List<String> names = new ArrayList<>();
      for (int c = first; c >= 0 && c != '\n'; c = file.next()) {
        if (c == ',' && first != '#') {
          String name = take();
          if (names.size() <= spec.size() + MAX_MORE) {
            names.add(name);
          }
          if (INTEGER.matcher(name).matches()) {
            throw Diagnostic.of(DataCode.VALUE, file.name())
                .at("%s", at())
                .found("\"%s\" before numbers", names.get(0))
                .need("a whole number, or a header without numbers among its names")
                .toException();
          }
        } else if (cell.length() < MAX_CELL) {
          cell.append((char) c);
        }
      }
      if (first != '#') {
        names.add(take());
        header(names);
      }
      cell.setLength(0);
      line++;
    }

    private void header(List<String> names) {
      List<String> more =
          names.subList(Math.min(spec.size(), names.size()), names.size()).stream()
              .map(name -> name.replace("\"", ""))
              .toList();
      if (more.size() > 1 && more.size() <= MAX_MORE && more.contains("label")) {
        columns = names.size();
        labelColumn = spec.size() + more.indexOf("label");
        answerColumn = more.contains("answer") ? spec.size() + more.indexOf("answer") : -1;
      }
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
      if (column + 1 == columns) {
        throw ragged("more than " + columns + " columns");
      }
      if (column < spec.size()) {
        row[column] = check.value(integer(take()), at());
      } else {
        more(take());
      }
      column++;
    }

    /** A cell behind the values. */
    private void more(String text) {
      if (column == labelColumn) {
        label = text;
      } else if (column == answerColumn) {
        answer = text;
      }
    }

    private void endLine() {
      String last = take();
      if (column == 0 && last.isEmpty()) {
        return;
      }
      if (column + 1 < columns) {
        throw ragged((column + 1) + " columns");
      }
      more(last);
      boolean corrected = !label.isEmpty() || answerColumn < 0;
      column = corrected ? labelColumn : answerColumn;
      String given = corrected ? label : answer;
      int named = spec.classes().indexOf(given);
      into.add(row, named >= 0 ? named : check.label(integer(given), at()));
      row = new byte[spec.size()];
      column = 0;
      label = "";
      answer = "";
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
          .need(
              columns == spec.size() + 1
                  ? "%d values (input.shape %s) and a label"
                  : "%d values (input.shape %s) and the columns of the header",
              spec.size(),
              spec.shape())
          .toException();
    }

    private String at() {
      return file.name() + ":" + line + ", column " + (column + 1);
    }
  }
}
