//! What happens at a kiosk, told as stories: real pseudo-terminals, real encrypted database, real city hall.

mod cityhall_killed;
