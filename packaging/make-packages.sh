#!/usr/bin/env bash
# Makes the two Debian packages in target/deb: jiujin-kiosk and jiujin-cityhall.
# With --dev of the programs as demo and tests build them, which is quicker; a release build is the default.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

profile=release
case ${1-} in
  "") ;;
  --dev) profile=dev ;;
  *)
    echo "make-packages: $1: only --dev can be said" >&2
    exit 2
    ;;
esac

bash packaging/install-dependencies.sh
bash packaging/make-input-data.sh
cargo build --locked --profile "$profile"

read -r target version < <(cargo metadata --locked --format-version 1 --no-deps |
  python3 -c 'import json, sys; of = json.load(sys.stdin); print(of["target_directory"], of["packages"][0]["version"])')
programs=$target/${profile/#dev/debug}
architecture=$(dpkg --print-architecture)
work=$(mktemp --directory)
trap 'rm -r "$work"' EXIT
mkdir -p "$target/deb"
# dpkg-shlibdeps wants to stand in the source of a package
mkdir "$work/debian"
touch "$work/debian/control"

# What every package has: its program, licences and changes.
begin_package() {
  local root=$work/debian/$1 program=$2
  mkdir -p "$root/DEBIAN"
  install -D --strip --mode 755 "$programs/$program" "$root/usr/bin/$program"
  install -D --mode 644 LICENSE "$root/usr/share/doc/$1/copyright"
  install --mode 644 CHANGELOG.md "$root/usr/share/doc/$1/"
}

# The packages of the libraries that a package's program is linked to.
linked() {
  (cd "$work" && dpkg-shlibdeps -O "debian/$1/usr/bin/$2") | sed 's/^shlibs:Depends=//'
}

# Name, what it depends on, what it is. Whatever lies below /etc is the township's: an update asks before it changes it.
end_package() {
  local root=$work/debian/$1 file=$target/deb/$1_${version}_$architecture.deb
  [[ ! -d $root/etc ]] || (cd "$root" && find etc -type f -printf '/%p\n' | LC_ALL=C sort) >"$root/DEBIAN/conffiles"
  cat >"$root/DEBIAN/control" <<CONTROL
Package: $1
Version: $version
Architecture: $architecture
Maintainer: ${DEBFULLNAME:-jiujin} <${DEBEMAIL:-jiujin@localhost}>
Section: misc
Priority: optional
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: $2
Description: $3
CONTROL
  chmod -R u=rwX,go=rX "$root"
  dpkg-deb --root-owner-group --build "$root" "$file"
}

kiosk=$work/debian/jiujin-kiosk
begin_package jiujin-kiosk kiosk
mkdir -p "$kiosk/etc" "$kiosk/usr/share/jiujin/input-data"
cp -r kiosk-config "$kiosk/etc/jiujin"
cp -r packaging/input-data/{pinyin,handwriting} "$kiosk/usr/share/jiujin/input-data/"
install --mode 644 ui/fonts/LICENSE-OFL.txt "$kiosk/usr/share/doc/jiujin-kiosk/fonts-LICENSE-OFL.txt"
install --mode 644 ui/icons/LICENSE "$kiosk/usr/share/doc/jiujin-kiosk/icons-LICENSE"
needed=$(grep -v -e '^#' -e '^$' packaging/runtime-packages.txt | paste -sd, | sed 's/,/, /g')
libraries=$(linked jiujin-kiosk kiosk) # on a line of its own: else a failure would go unseen
end_package jiujin-kiosk "$libraries, $needed" \
  "就近办, the service-point kiosk for Ningxiang"

begin_package jiujin-cityhall cityhall
install -D --mode 644 packaging/deb/jiujin-cityhall.service \
  "$work/debian/jiujin-cityhall/lib/systemd/system/jiujin-cityhall.service"
libraries=$(linked jiujin-cityhall cityhall)
end_package jiujin-cityhall "$libraries" \
  "就近办, the gateway that receives the kiosks' applications"
