# three in a conference, all leave; one is dropped
2004 dials 2005
2005 answers 1
2005 consults 1 2006
2006 answers 2
2005 conferences 1 2
at once
2004 releases 1
---
2005 drops 1 2004
2005 releases 1
---
2006 releases 1
