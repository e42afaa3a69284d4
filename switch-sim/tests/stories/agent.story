# logging on and off
2001 logs-on 7001 8100,8200
2001 logs-on 7001 8300
2001 logs-on 7001 8300
2001 logs-on 7002
2002 logs-on 7001
2002 logs-on 7002
2002 logs-on 7002 8100
2004 logs-on 7004 2001
8100 logs-on 7004
2004 ready
2004 logs-off
# states
2001 ready
2001 ready
2001 not-ready lunch
2001 not-ready
2001 works
2001 not-ready
2001 logs-off
2002 logs-off
2003 logs-on 7003
2003 logs-off
