package dev.upcall.host.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.host.journal.FaultyDisk.Fault;
import dev.upcall.host.journal.FaultyDisk.Rest;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reliability R7 and R13: every change that the journal makes to its disk fails in turn. */
class JournalFaultTest {
  private static final int GROUPS = 40;

  /** How many changes the workload makes when nothing fails. */
  private static int changes() throws InterruptedException {
    FaultyDisk disk = new FaultyDisk(Fault.REFUSED, 0, new Random(1));
    Workload workload = new Workload();
    workload.run(workload.open(disk), GROUPS, () -> false);
    assertEquals(3 * GROUPS, workload.stored());
    return disk.changes();
  }

  /** R7: the power goes at change n, for every n; then again at a random one; then it stays. */
  @Test
  void everyAcknowledgedUpcallIsThereOnceWheneverThePowerGoes() throws InterruptedException {
    int changes = changes();
    int restarts = 0;
    for (int n = 1; n <= changes; n++) {
      for (Rest rest : Rest.values()) {
        Random random = new Random(1000L * n + rest.ordinal());
        Workload workload = new Workload();
        FaultyDisk disk = new FaultyDisk(Fault.POWER, n, random);
        workload.run(workload.open(disk), GROUPS, disk::isOff);
        goesOn(workload, disk.restarted(rest, Fault.POWER, 1 + random.nextInt(60)), rest);
        restarts += 3;
      }
    }
    System.out.printf(
        "R7: power off at each of %d writes, fsyncs, creations and deletions, %d restarts%n",
        changes, restarts);
  }

  /**
   * The same where the process ends and the power goes later, with what the system had not written.
   */
  @Test
  void everyAcknowledgedUpcallIsThereOnceWheneverTheProcessEnds() throws InterruptedException {
    int changes = changes();
    for (int n = 1; n <= changes; n++) {
      Random random = new Random(n);
      Workload workload = new Workload();
      FaultyDisk disk = new FaultyDisk(Fault.POWER, n, random);
      workload.run(workload.open(disk), GROUPS, disk::isOff);
      Rest rest = Rest.values()[n % Rest.values().length];
      goesOn(workload, disk.afterKill(Fault.POWER, 1 + random.nextInt(20)), rest);
    }
    System.out.printf("R7: process ended at each of %d changes, then power off%n", changes);
  }

  /** The next process, until the power goes again; and the one after that. */
  private static void goesOn(Workload workload, FaultyDisk second, Rest rest)
      throws InterruptedException {
    FileJournal journal = workload.open(second);
    workload.check(journal);
    // As devices do whose word of before was lost; what is stored is confirmed at once.
    workload.storeAll(journal);
    workload.run(journal, GROUPS / 2, second::isOff);

    FaultyDisk third = second.restarted(rest, Fault.REFUSED, 0);
    journal = workload.open(third);
    workload.check(journal);
    workload.storeAll(journal);
    workload.run(journal, GROUPS / 4, () -> false);
    assertEquals(workload.sent(), workload.stored());
    workload.check(workload.open(third.restarted(rest, Fault.REFUSED, 0)));
  }

  /** R13: change n fails, or the disk is full for a while; devices repeat what was refused. */
  @Test
  void nothingIsAcknowledgedThatIsNotDurableAndTheJournalRecovers() throws InterruptedException {
    int changes = changes();
    int failures = 0;
    int refused = 0;
    for (Fault fault : new Fault[] {Fault.REFUSED, Fault.DONE_AND_REFUSED, Fault.FULL}) {
      for (int n = 1; n <= changes; n++) {
        FaultyDisk disk = new FaultyDisk(fault, n, new Random(n));
        Workload workload = new Workload();
        FileJournal journal = workload.open(disk);
        workload.run(journal, GROUPS, () -> false);
        for (int attempt = 0; attempt < 10 && workload.stored() < workload.sent(); attempt++) {
          workload.storeAll(journal);
        }
        assertEquals(workload.sent(), workload.stored(), "not recovered");
        for (int attempt = 0; attempt < 10; attempt++) {
          journal.writeNow();
        }
        workload.check(journal);
        workload.checkAllAnswersNoted(journal);
        failures += disk.failures();
        refused += workload.retries();
        for (Rest rest : Rest.values()) {
          FileJournal after = workload.open(disk.restarted(rest, Fault.REFUSED, 0));
          workload.check(after);
          workload.checkAllAnswersNoted(after);
        }
      }
    }
    assertTrue(refused > 0, "a full disk was not noticed");
    System.out.printf(
        "R13: %d faults at each of %d writes, fsyncs, creations and deletions;"
            + " %d upcalls refused meanwhile, all stored in the end%n",
        failures, changes, refused);
  }
}
