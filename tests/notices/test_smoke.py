import pytest


@pytest.mark.parametrize("p",["/accessibilite/","/accessibilite/schema-pluriannuel/","/mentions-legales/","/donnees-personnelles/","/plan-du-site/","/aide/","/aide/ecrire/","/aide/ecrire/envoye/","/ecoconception/"])
def test_it(client,db,p):
    r=client.get(p); assert r.status_code==200
def test_reg():
    from accounts import personal_data as d
    assert (d.unclassified(), d.unknown(), d.contradictory(), d.taken_whole())==1
