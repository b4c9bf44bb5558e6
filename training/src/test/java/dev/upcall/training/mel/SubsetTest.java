package dev.upcall.training.mel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubsetTest {
  @Test
  void smallerSubsetsComeFirstAndAllMembersLast() {
    List<String> keys =
        Subset.all(List.of("wide", "deep", "small")).stream().map(Subset::key).toList();
    assertEquals(
        List.of(
            "deep", "small", "wide", "deep+small", "deep+wide", "small+wide", "deep+small+wide"),
        keys);
  }

  @Test
  void fourMembersHaveElevenSubsetsOfTwoAndMore() {
    long heads = Subset.all(List.of("a", "b", "c", "d")).stream().filter(s -> s.size() > 1).count();
    assertEquals(11, heads);
  }

  @Test
  void orderOfNamesInAKeyDoesNotMatter() {
    assertEquals(Subset.of("deep+wide"), Subset.of("wide+deep"));
  }

  @Test
  void noMembersAreNoSubset() {
    assertThrows(IllegalArgumentException.class, () -> new Subset(List.of()));
  }
}
