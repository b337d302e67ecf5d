# Part of mvnw, for any POSIX shell: finds a JDK that can build and run Parley, or fetches one.
#
#   PARLEY_FETCH_JDK       yes or no: fetch a JDK without asking, or never. If unset, mvnw asks in a terminal, and fetches none elsewhere.
#   PARLEY_ADOPTIUM_API    the address of a mirror of Adoptium's API

requiredJdk=25

# Prints the feature version of the JDK in directory $1; nothing if there is no JDK.
jdk_version() {
  [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    jdkVersion="$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release" | head -n 1)"
  else
    jdkVersion="$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')"
  fi
  [ "${jdkVersion:-1}" -ge 9 ] && printf %s "$jdkVersion" || :
}

# Prints the directory of the JDKs that were fetched.
jdk_cache() {
  if [ "$(uname -s)" = Darwin ]; then
    printf %s "$HOME/Library/Caches/parley/jdk"
  else
    printf %s "${XDG_CACHE_HOME:-$HOME/.cache}/parley/jdk"
  fi
}

# Sets JAVA_HOME to a suitable JDK: the one it names, the oldest one on this machine, or one that is fetched.
find_jdk() {
  if [ -n "${JAVA_HOME-}" ]; then
    found="$(jdk_version "$JAVA_HOME")"
    [ "${found:-0}" -lt "$requiredJdk" ] || return 0
  fi
  best='' bestVersion=''
  jdkCache="$(jdk_cache)"
  set +f
  for jdk in /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    "$HOME"/.asdf/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home "$jdkCache"/jdk* "$jdkCache"/jdk*/Contents/Home; do
    found="$(jdk_version "$jdk")"
    if [ "${found:-0}" -ge "$requiredJdk" ] && [ "$found" -lt "${bestVersion:-1000000}" ]; then
      best="$jdk" bestVersion="$found"
    fi
  done
  set -f
  if [ -z "$best" ]; then
    fetch_jdk
  elif [ -n "${JAVA_HOME-}" ]; then
    echo "JAVA_HOME is not a JDK $requiredJdk or newer; using $best." >&2
  fi
  export JAVA_HOME="$best"
}

# Ends mvnw with a sentence about what happened ($1) and what to install.
no_jdk() {
  cat >&2 <<END
$1 Install JDK $requiredJdk, or set JAVA_HOME to one:
  Debian, Ubuntu  sudo apt-get install openjdk-$requiredJdk-jdk-headless
  Fedora          sudo dnf install java-$requiredJdk-openjdk-devel
  macOS           brew install --cask temurin@$requiredJdk
  SDKMAN          sdk install java $requiredJdk-tem
END
  exit 1
}

# Ends mvnw because Temurin cannot be used, for the reason $1. What was fetched is deleted.
refuse_jdk() {
  clean_fetch
  echo "$1" >&2
  echo "No JDK was installed." >&2
  exit 1
}

clean_fetch() {
  [ -z "${fetchProcess-}" ] || kill "$fetchProcess" 2>/dev/null || :
  [ -z "${fetchDirectory-}" ] || rm -rf -- "$fetchDirectory"
}

# Asks Adoptium for Eclipse Temurin, and installs it in the cache. Sets `best` to its directory.
fetch_jdk() {
  none="Parley needs JDK $requiredJdk or newer, and this machine has none."
  agree_to_fetch || no_jdk "$none"
  [ -n "$(sha256 /dev/null)" ] || no_jdk "$none To fetch one, mvnw needs sha256sum, shasum or openssl."
  command -v curl >/dev/null || command -v wget >/dev/null || no_jdk "$none To fetch one, mvnw needs curl or wget."
  api="${PARLEY_ADOPTIUM_API:-https://api.adoptium.net}"
  platform="$(jdk_platform)" || no_jdk "$none Adoptium offers none for $(uname -s) on $(uname -m)."
  query="v3/assets/latest/$requiredJdk/hotspot?$platform&image_type=jdk&vendor=eclipse"
  # one line, so that the fields of "package" can be told from those of "installer"
  answer="$(get "${api%/}/$query" 2>/dev/null | tr -d '\n\r')" || answer=''
  [ -n "$answer" ] || no_jdk "$none $api cannot be reached."
  package="$(printf %s "$answer" | sed -n 's/.*"package"[[:space:]]*:[[:space:]]*{\([^}]*\)}.*/\1/p')"
  link="$(field link "$package")" checksum="$(field checksum "$package")" size="$(field size "$package")"
  case "$link" in
  https://*) ;;
  http://*) case "$api" in https://*) link='' ;; esac ;;
  *) link='' ;;
  esac
  case "$size" in '' | *[!0-9]*) size=0 ;; esac
  [ -n "$link" ] && [ "${#checksum}" = 64 ] && [ "$size" -gt 0 ] ||
    no_jdk "$none $api offers none for $(uname -s) on $(uname -m)."

  mkdir -p -- "$jdkCache" || refuse_jdk "The directory $jdkCache cannot be created."
  forget_old_fetches
  fetchDirectory="$jdkCache/fetch.$$"
  mkdir -- "$fetchDirectory" || refuse_jdk "The directory $fetchDirectory cannot be created."
  trap 'clean_fetch; exit 129' HUP
  trap 'clean_fetch; exit 130' INT
  trap 'clean_fetch; exit 143' TERM
  check_space
  download_jdk
  [ "$(sha256 "$fetchDirectory/jdk.tar.gz")" = "$checksum" ] ||
    refuse_jdk "The file $link does not have the SHA-256 checksum that $api names ($checksum)."
  mkdir "$fetchDirectory/unpacked"
  tar xzf "$fetchDirectory/jdk.tar.gz" -C "$fetchDirectory/unpacked" 2>"$fetchDirectory/tar.log" ||
    refuse_jdk "Temurin $requiredJdk cannot be unpacked in $jdkCache: $(tail -n 1 "$fetchDirectory/tar.log")"
  install_jdk
  trap - HUP INT TERM
  clean_fetch
  echo "Installed Temurin in $best" >&2
}

# Succeeds if a JDK may be fetched.
agree_to_fetch() {
  case "${PARLEY_FETCH_JDK-}" in
  yes | true | 1) return 0 ;;
  no | false | 0) return 1 ;;
  esac
  if [ ! -t 0 ] || [ ! -t 2 ]; then
    none="$none With PARLEY_FETCH_JDK=yes, mvnw fetches Eclipse Temurin."
    return 1
  fi
  printf '%s\nFetch Eclipse Temurin %s from Adoptium into %s (about 150 MB)? [Y/n] ' "$none" "$requiredJdk" "$jdkCache" >&2
  IFS= read -r reply || return 1
  none="Parley needs JDK $requiredJdk or newer."
  case "$reply" in '' | [yY] | [yY][eE][sS]) return 0 ;; *) return 1 ;; esac
}

# Prints this machine's names in Adoptium's API, or fails.
jdk_platform() {
  case "$(uname -m)" in
  x86_64 | amd64) architecture=x64 ;;
  aarch64 | arm64) architecture=aarch64 ;;
  *) return 1 ;;
  esac
  case "$(uname -s)" in
  Linux) if is_musl; then os=alpine-linux; else os=linux; fi ;;
  Darwin) os=mac ;;
  *) return 1 ;;
  esac
  printf %s "architecture=$architecture&os=$os"
}

is_musl() {
  [ -e /etc/alpine-release ] || (ldd --version 2>&1 || :) | grep -qi musl
}

# Prints the value of the field $1 in $2, the inside of a JSON object without objects in it.
field() {
  printf %s "$2" | sed -n 's/.*"'"$1"'"[[:space:]]*:[[:space:]]*"\{0,1\}\([^",[:space:]]*\).*/\1/p'
}

# Writes what the address $1 answers to standard output, or to the file $2.
get() {
  if command -v curl >/dev/null; then
    curl -fsSL --connect-timeout 15 --speed-limit 1000 --speed-time 30 -o "${2:--}" "$1"
  else
    # BusyBox's wget knows no number of tries
    if wget --version 2>/dev/null | grep -q GNU; then tries='-t 2'; else tries=''; fi
    wget -q -T 30 ${tries} -O "${2:--}" "$1"
  fi
}

# Deletes what earlier runs left behind when they were killed.
forget_old_fetches() {
  set +f
  for old in "$jdkCache"/fetch.*; do
    [ ! -d "$old" ] || kill -0 "${old##*.}" 2>/dev/null || rm -rf -- "$old"
  done
  set -f
}

# The archive and its content, which is two and a half times as large, must fit.
check_space() {
  free="$(df -Pk "$jdkCache" | awk 'NR == 2 { print $4 }')"
  case "$free" in '' | *[!0-9]*) return 0 ;; esac
  needed=$((size / 1024 * 7 / 2))
  [ "$free" -ge "$needed" ] ||
    refuse_jdk "The disk is full: Temurin $requiredJdk needs $((needed / 1000)) MB in $jdkCache, and $((free / 1000)) MB are free."
}

# Fetches $link, with its progress on the terminal, if there is one.
download_jdk() {
  archive="$fetchDirectory/jdk.tar.gz" megabytes="$(megabytes "$size")"
  : >"$archive"
  # not at the terminal's Ctrl-C, which the traps handle
  get "$link" "$archive" 2>"$fetchDirectory/get.log" &
  fetchProcess=$!
  if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ] && [ -z "${CI-}" ]; then
    while kill -0 "$fetchProcess" 2>/dev/null; do
      fetched="$(wc -c <"$archive")"
      draw_progress "$fetched"
      sleep 1
    done
  else
    echo "Fetching Temurin $requiredJdk ($megabytes MB) from $link" >&2
  fi
  fetchStatus=0
  wait "$fetchProcess" || fetchStatus=$?
  fetchProcess=''
  fetched="$(wc -c <"$archive")"
  [ -z "${drawn-}" ] || { draw_progress "$fetched" && echo >&2; }
  if [ "$fetchStatus" != 0 ] || [ "$fetched" -ne "$size" ]; then
    reason="$(tail -n 1 "$fetchDirectory/get.log")"
    refuse_jdk "The download of $link ended after $(megabytes "$fetched") of $megabytes MB${reason:+ ($reason)}. Run the same command again."
  fi
}

megabytes() {
  printf %s $((($1 + 500000) / 1000000))
}

draw_progress() {
  drawn=yes filled=$(($1 * 20 / size)) bar='' dots=''
  while [ "${#bar}" -lt "$filled" ] && [ "${#bar}" -lt 20 ]; do bar="$bar#"; done
  while [ $((${#bar} + ${#dots})) -lt 20 ]; do dots="$dots."; done
  printf '\rFetching Temurin %s [%s%s] %s of %s MB' "$requiredJdk" "$bar" "$dots" "$(megabytes "$1")" "$megabytes" >&2
}

# Prints the SHA-256 checksum of the file $1; nothing if this machine has no program for it.
sha256() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null; then
    shasum -a 256 "$1" | cut -d ' ' -f 1
  elif command -v openssl >/dev/null; then
    openssl dgst -sha256 "$1" | sed 's/.* //'
  fi
}

# Moves what was unpacked to its final place, complete, in one step.
install_jdk() {
  set +f
  for unpacked in "$fetchDirectory"/unpacked/*; do
    home=''
    [ ! -x "$unpacked/Contents/Home/bin/javac" ] || home=/Contents/Home
    found="$(jdk_version "$unpacked$home")"
    [ "${found:-0}" -ge "$requiredJdk" ] || continue
    target="$jdkCache/jdk-${unpacked##*/jdk-}"
    # somebody else may have fetched it at the same time
    [ -d "$target" ] || mv -- "$unpacked" "$target" || refuse_jdk "$target cannot be written."
    best="$target$home"
  done
  set -f
  [ -n "$best" ] || refuse_jdk "The file $link holds no JDK $requiredJdk."
}
