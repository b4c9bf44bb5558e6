package dev.upcall.host.testing;

import dev.upcall.host.member.Member;
import dev.upcall.host.member.MemberOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A member that does as a test tells it: answers, throws or hangs. Each opening is a new life. */
public final class ScriptedMember {
  private enum Script {
    ANSWER,
    FAIL,
    HANG,
    FAIL_TO_OPEN
  }

  private final String name;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Script script = Script.ANSWER;
  private volatile CountDownLatch released = new CountDownLatch(1);
  private volatile int opened;

  public ScriptedMember(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public void hang() {
    released = new CountDownLatch(1);
    script = Script.HANG;
  }

  /** Lets all hanging calls return and answers from now on. */
  public void release() {
    script = Script.ANSWER;
    released.countDown();
  }

  /** Answers from now on, but leaves calls that hang hanging. */
  public void recover() {
    script = Script.ANSWER;
  }

  public void fail() {
    script = Script.FAIL;
  }

  public void failToOpen() {
    script = Script.FAIL_TO_OPEN;
  }

  public int opened() {
    return opened;
  }

  public void awaitClosed() throws InterruptedException {
    if (!closed.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("member " + name + " was never closed");
    }
  }

  /** A new life. */
  public Member open() {
    if (script == Script.FAIL_TO_OPEN) {
      throw new IllegalStateException("told not to open");
    }
    opened++;
    return new Life();
  }

  private final class Life implements Member {
    @Override
    public String name() {
      return name;
    }

    @Override
    public List<MemberOutput> run(float[][] batch) {
      if (script == Script.FAIL) {
        throw new IllegalStateException("told to fail");
      }
      if (script == Script.HANG) {
        try {
          released.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      List<MemberOutput> outputs = new ArrayList<>();
      for (float[] sample : batch) {
        outputs.add(new MemberOutput(new float[] {sample[0], sample[1]}, new float[0]));
      }
      return outputs;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
