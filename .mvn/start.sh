# Part of mvnw, for any POSIX shell. Without goals, mvnw builds and starts Parley, and what it shows fits one screen. With the goal `verify`
# it shows a table of the tests at the end. Everything else is Maven's own.

# Does what the arguments ask for. Does not return. A program that fails ends mvnw with its status (set -e).
run_maven() {
  mavenCommand="$MAVEN_HOME/bin/$MVN_CMD"
  parleyHome="$(cd "$scriptDir" && pwd)"
  case "$(purpose_of "$@")" in
  start)
    mkdir -p "$parleyHome/target"
    run_java Start "$parleyHome" "$mavenCommand" "$@"
    # In the place of this script: a signal to mvnw reaches the process that ends everything.
    umask 077
    exec "$JAVA_HOME/bin/java" ${terminal:+"-Dparley.terminal=$terminal"} "@$parleyHome/target/supervisor.args"
    ;;
  verify)
    run_java Verify "$parleyHome" "$mavenCommand" "$@"
    exit
    ;;
  *) exec "$mavenCommand" "$@" || die "cannot exec $mavenCommand" ;;
  esac
}

# Prints start if there are options but no goals, verify if that is among the goals, and maven otherwise.
purpose_of() {
  purpose=start
  while [ $# -gt 0 ]; do
    case "$1" in
    -h | --help | -v | --version | -V | --show-version | -l | --log-file) echo maven && return ;;
    -D | --define | -P | --activate-profiles | -T | --threads | -s | --settings | -gs | --global-settings)
      [ $# -lt 2 ] || shift
      ;;
    -D* | -P* | -T* | -B | --batch-mode | -q | --quiet | -o | --offline | -U | --update-snapshots | -e | --errors | -X | --debug | -ntp | \
      --no-transfer-progress) ;;
    verify) purpose=verify ;;
    *) [ "$purpose" = verify ] || purpose=maven ;;
    esac
    shift
  done
  echo "$purpose"
}

# Runs a program of io.parley.start from its source: nothing is compiled yet.
run_java() {
  program="$1" terminal=''
  shift
  [ ! -t 1 ] || terminal="$( (stty size </dev/tty) 2>/dev/null | cut -d ' ' -f 2)"
  [ ! -t 1 ] || terminal="${terminal:-80}"
  "$JAVA_HOME/bin/java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dparley.mvnw=$$" ${terminal:+"-Dparley.terminal=$terminal"} \
    "$parleyHome/src/launcher/java/io/parley/start/$program.java" "$@"
}
