import time
import pytest
from dataclasses import replace
from tests.doors.phone.walking import Walker, TOKEN
from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import World
from tetea.domain.phones.ussd import hop as hops
from tetea.domain.phones import sessions
from tetea.domain.phones.ussd.talk import load
from collections import Counter

def test_all(phone, organisation):
    call = phone().dial(); call.press("2","2")
    found = sessions.of_caller(organisation, hops.Address("ussd", (), call.handset.number))
    growing = load(found[0].content).report
    world = World(organisation, "+254700000001", lambda: None)
    for lang in ("en", "sw"):
        t=time.time()
        w = Walker(world, growing)
        n=0; c=Counter(); long=Counter()
        for s in w.walk(Talk(lang)):
            n+=1; c[s.talk.spot.place + "/" + (s.talk.spot.name if s.talk.spot.place=="question" else "")]+=1
            if len(s.text)>140: long[s.talk.spot.place+"/"+(s.talk.spot.name if s.talk.spot.place=="question" else "")+("!" if s.talk.slip else "")]+=1
            if n>60000: break
        print(lang, n, time.time()-t, c.most_common(60), long.most_common(40))
    assert 0
