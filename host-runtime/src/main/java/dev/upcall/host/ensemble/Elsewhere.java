package dev.upcall.host.ensemble;

import dev.upcall.core.project.Project;
import dev.upcall.host.member.LocalMember;
import java.util.Optional;

/** Knows the members that do not run in this process. */
@FunctionalInterface
public interface Elsewhere {
  /** All members run in this process. */
  Elsewhere NONE = (project, member) -> Optional.empty();

  /**
   * The place of a project's member; empty where it runs in this process.
   *
   * @param loaded the member as its file has it, to know what its answers must look like
   */
  Optional<MemberSlot> member(Project project, LocalMember loaded);
}
