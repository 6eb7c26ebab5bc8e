# Short names for what is done often. Each is one command that also works without just.

# everything that must hold before a change is taken
check:
    bash packaging/test.sh

# the kiosk on this screen, everything around it simulated
demo *arguments:
    bash packaging/demo.sh {{arguments}}

# one story, or all whose name holds NAME, with what it prints
story NAME:
    cargo test --locked --test stories -- --nocapture {{quote(NAME)}}

# a picture of every screen in both sizes, into target/screens
screens:
    cargo test --locked --test screens

# look at changed snapshots one by one
review:
    cargo insta review

# what a release needs beyond check
release-check:
    bash packaging/release-check.sh
