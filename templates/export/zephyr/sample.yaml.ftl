sample:
  name: ${project}, which asks a host when it is unsure
tests:
  upcall.${name?lower_case}.ask:
    build_only: true
