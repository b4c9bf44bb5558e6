name: ${name?lower_case}
build:
  cmake: .
  kconfig: Kconfig
