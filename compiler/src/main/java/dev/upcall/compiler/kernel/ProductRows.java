package dev.upcall.compiler.kernel;

/**
 * How the taps of a channel are cut into groups of four ({@code upcall_rows_t}): each row by
 * itself, filled up to whole groups. Where each of a few rows has one tap too many for that, these
 * taps are one more group together.
 *
 * @param rows of a kernel
 * @param run taps of a row
 */
public record ProductRows(int rows, int run) {
  private static final int GROUP = 4;

  /** Tail of rows whose last taps share a group. */
  private static final int SHARED_TAIL = 4;

  /** Groups of a channel. */
  public int groups() {
    return sharesTails() ? rows * wholeGroups() + 1 : rows * ((run + GROUP - 1) / GROUP);
  }

  /** What {@code upcall_rows_t.tail} is. */
  public int tail() {
    return sharesTails() ? SHARED_TAIL : run % GROUP;
  }

  /** Index of a group's tap within [rows, run], or -1 where the group is filled up. */
  public int tap(int group, int index) {
    if (sharesTails() && group == rows * wholeGroups()) {
      return index < rows ? (rows - 1 - index) * run + run - 1 : -1;
    }
    int rowGroups = groupsInRow();
    int row = group / rowGroups;
    int column = group % rowGroups * GROUP + index;
    return row < rows && column < run ? row * run + column : -1;
  }

  private boolean sharesTails() {
    return run % GROUP == 1 && rows > 1 && rows <= GROUP && run > 1;
  }

  private int wholeGroups() {
    return run / GROUP;
  }

  private int groupsInRow() {
    return sharesTails() ? wholeGroups() : (run + GROUP - 1) / GROUP;
  }
}
