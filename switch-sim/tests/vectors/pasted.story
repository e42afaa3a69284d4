[vectors]
V1 = '''
> display vector 1                                                        Page 1 of 3
****************************************************************************
                                  CALL VECTOR

    Number: 1                 Name: Main Menu
Multimedia? n      Attendant Vectoring? n    Meet-me Conf? n           Lock? n
     Basic? y   EAS? y   G3V4 Enhanced? y   ANI/II-Digits? y   ASAI Routing? y
 Prompting? y   LAI? y  G3V4 Adv Route? y   CINFO? y   BSR? y   Holidays? y

01. wait-time    0   secs hearing ringback
02)	goto step 4
                 if available-agents in main split 1
                 > 0
03: goto step 5 if ani not in table 7
04 ____________
| 5  set A = 1 ADD 1                                                       |
│ 6  goto vector V2@step 3 if unconditionally                            │
                                                                 Page 2 of 3
07
Press CANCEL to quit --  press NEXT PAGE to continue
============================================================================
Command successfully completed
Command:
                          -- end of listing --
'''
V2 = '''
001 stop
003 consider location 7 adjust-by 10
004 check backup split 2 pri m unconditionally
005 wait-time 2 sec hearing silence
006 wait-time 1 minute hearing music
007 goto vector V2 @ step 9 unconditionally
009 route-to number 2003 cov n if unconditionally
'''
[digit_tables]
7 = ["0171+"]
---
PSTN1 brings 8005 from=01715550123
wait 2s
wait 60s
