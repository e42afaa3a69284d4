[vectoring]
server = "ess1"
media_gateways = { 1 = true, 2 = false }
port_networks = { 1 = true }
[vectors]
V1 = '''
01 goto step 3 if media-gateway 1 = registered
02 stop
03 goto step 2 if media-gateway all = registered
04 goto step 2 if media-gateway any <> registered
05 goto step 2 if port-network 2 = registered
06 goto step 2 if server = main
07 goto step 9 if server = ess1
09 wait-time 1 secs hearing music
'''
---
PSTN1 brings 8005
wait 1s
