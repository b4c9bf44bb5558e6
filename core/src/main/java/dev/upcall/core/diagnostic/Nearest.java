package dev.upcall.core.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody who mistyped a word probably meant. */
public final class Nearest {
  private static final int MAX_LENGTH = 64;

  private Nearest() {}

  /**
   * The candidate with the fewest edits (insert, delete, replace), if they are at most a third of
   * the word but at least two; of equals the first.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    if (word.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int allowed = Math.max(2, word.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(word, candidate) <= allowed)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** The diagnostic with "did you mean" as its fix, if a candidate is near. */
  public static Diagnostic suggest(
      Diagnostic diagnostic, String word, Collection<String> candidates) {
    return to(word, candidates)
        .map(near -> diagnostic.fix("did you mean \"%s\"?", near))
        .orElse(diagnostic);
  }

  /** Levenshtein distance, upper and lower case alike, one row of the table at a time. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
