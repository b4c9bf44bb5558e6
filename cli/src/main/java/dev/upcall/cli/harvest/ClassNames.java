package dev.upcall.cli.harvest;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names of classes in places that not every text fits, from manifests that allow every text. Where
 * a name does not fit, its index stands for it.
 */
final class ClassNames {
  /** Of what no reader of CSV, shell or file system makes anything else. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9 _.+-]{0,62}[A-Za-z0-9+])?");

  private final List<String> classes;

  ClassNames(List<String> classes) {
    this.classes = List.copyOf(classes);
  }

  /** As a cell that the reader of CSV takes for this class and no other. */
  String cell(int index) {
    if (PLAIN.matcher(classes.get(index)).matches()) {
      return classes.get(index);
    }
    // A class may be called like the index of another; no class's name that is read begins so.
    String number = String.valueOf(index);
    return classes.contains(number) ? "+" + number : number;
  }

  /** As the name of a folder. */
  String folder(int index) {
    return PLAIN.matcher(classes.get(index)).matches() ? classes.get(index) : "class-" + index;
  }

  /** As part of a file's name, without blanks. */
  String word(int index) {
    return folder(index).replace(' ', '-');
  }
}
