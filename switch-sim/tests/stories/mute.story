PSTN1 brings 2001
2001 mutes 1
2001 answers 1
2001 unmutes 1
2001 mutes 1
2001 mutes 1
# still mute after hold
2001 holds 1
2001 unmutes 1
2001 retrieves 1
2001 unmutes 1
PSTN1_1 mutes 1
