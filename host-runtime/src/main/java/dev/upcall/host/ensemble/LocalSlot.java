package dev.upcall.host.ensemble;

import dev.upcall.host.member.Member;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Question;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member in this process, through its lives. Each life has a thread of its own: a thread that
 * hangs is left behind with the life it belongs to.
 */
final class LocalSlot implements MemberSlot {
  /** Calls that may pile up on a member that hangs. */
  private static final int MAX_CALLS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(LocalSlot.class);

  private final String name;
  private final Supplier<? extends Member> opener;
  private final Executor loop;
  private Life life;

  LocalSlot(String name, Supplier<? extends Member> opener, Executor loop) {
    this.name = name;
    this.opener = opener;
    this.loop = loop;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MemberState state() {
    return life == null ? MemberState.DOWN : life.state;
  }

  @Override
  public boolean takesMore() {
    return life != null && life.calls < MAX_CALLS;
  }

  @Override
  public boolean isBusy() {
    return life != null && life.calls > 0;
  }

  /** Begins a life, unless one is lived. */
  @Override
  public void start() {
    if (life != null) {
      return;
    }
    Life born = new Life(Executors.newSingleThreadExecutor(this::thread));
    life = born;
    born.thread.execute(
        () -> {
          try {
            born.member = opener.get();
          } catch (RuntimeException e) {
            LOG.warn("member {} cannot be opened: {}", name, e.getMessage());
            post(() -> end(born));
          }
        });
  }

  /** Ends the life. */
  @Override
  public void stop() {
    if (life != null) {
      end(life);
    }
  }

  /** Runs the member on its thread; of outputs that come after {@link #stop} nobody is told. */
  @Override
  public void run(
      Question question, Duration budget, BiConsumer<List<MemberOutput>, Throwable> done) {
    Life current = life;
    current.calls++;
    current.thread.execute(
        () -> {
          List<MemberOutput> outputs = null;
          Throwable error = null;
          try {
            outputs = current.call(question);
          } catch (RuntimeException | Error e) {
            // An Error (a missing native, say) ends one member's answer, not the service.
            error = e;
          }
          List<MemberOutput> result = outputs;
          Throwable failure = error;
          post(() -> returned(current, result, failure, done));
        });
  }

  private void returned(
      Life from,
      List<MemberOutput> outputs,
      Throwable error,
      BiConsumer<List<MemberOutput>, Throwable> done) {
    from.calls--;
    if (from.stopped && error == null) {
      return;
    }
    if (from.state == MemberState.OVERDUE) {
      LOG.info("member {} is back", name);
      from.state = MemberState.UP;
    }
    done.accept(outputs, error);
  }

  @Override
  public void late(Question question) {
    if (life != null && life.state == MemberState.UP) {
      life.state = MemberState.OVERDUE;
    }
  }

  /** Runs on the loop; does nothing once the loop has ended, for then nobody waits any more. */
  private void post(Runnable work) {
    try {
      loop.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("member {} returned after the service had ended", name);
    }
  }

  private void end(Life ended) {
    ended.stopped = true;
    if (life == ended) {
      life = null;
    }
    ended.thread.execute(ended::close);
    ended.thread.shutdown();
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "member-" + name);
    thread.setDaemon(true);
    return thread;
  }

  /** One life. The member belongs to its thread, everything else to the loop. */
  private static final class Life {
    private final ExecutorService thread;
    private Member member;
    private MemberState state = MemberState.UP;
    private boolean stopped;
    private int calls;

    Life(ExecutorService thread) {
      this.thread = thread;
    }

    List<MemberOutput> call(Question question) {
      if (member == null) {
        throw new IllegalStateException("it could not be opened");
      }
      return question.ask(member);
    }

    void close() {
      if (member != null) {
        member.close();
        member = null;
      }
    }
  }
}
