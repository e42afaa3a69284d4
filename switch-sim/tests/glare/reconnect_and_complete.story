# cancel and complete a consultation that is declined
PSTN1 brings 2001
2001 answers 1
2001 consults 1 2002
at once
2001 reconnects 1 2
---
2001 transfers 1 2
---
2002 releases
